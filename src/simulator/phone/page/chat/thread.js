/**
 * @import { ChatView } from '../../../line/simulator.ts'
 * @import { RowParts } from './rows.js'
 */
import { el } from '../dom.js';
import { dayRow, itemRow, loadingRow } from './rows.js';

/** @typedef {{ key: string, state: string, make: () => HTMLElement }} Row */

const nearEndPx = 60;

/**
 * The messages of a chat. Rows that have not changed keep their element, so that only new ones are read aloud.
 *
 * @param {RowParts} parts
 */
export function createThread(parts) {
  const list = el('ol', {
    class: 'thread',
    attributes: { role: 'log', 'aria-live': 'polite', 'aria-label': 'Messages', tabindex: '0' },
  });
  /** @type {Map<string, { state: string, element: HTMLElement }>} */
  let shown = new Map();
  let shownChatId = '';
  let followsEnd = true;

  function followEnd() {
    if (followsEnd) list.scrollTop = list.scrollHeight;
  }

  list.addEventListener('scroll', () => {
    followsEnd = list.scrollHeight - list.scrollTop - list.clientHeight < nearEndPx;
  });
  // Quick replies and the growing input field take height away from the list.
  new ResizeObserver(followEnd).observe(list);

  /** @param {ChatView} view */
  function render(view) {
    const before = view.chatId === shownChatId ? shown : new Map();
    const now = new Map();
    for (const row of rowsOf(view, parts)) {
      const old = before.get(row.key);
      now.set(row.key, old?.state === row.state ? old : { state: row.state, element: row.make() });
    }
    replaceChanged(
      list,
      [...now.values()].map((row) => row.element),
    );
    const newest = view.items.at(-1);
    if (view.chatId !== shownChatId || (newest?.from === 'user' && !before.has(newest.id))) followsEnd = true;
    followEnd();
    shown = now;
    shownChatId = view.chatId;
  }

  return { element: list, render };
}

/**
 * Makes `wanted` the children of `list` and touches only those that differ.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement[]} wanted
 */
function replaceChanged(list, wanted) {
  /** @type {Set<Element>} */
  const keep = new Set(wanted);
  const gone = [...list.children].filter((child) => !keep.has(child));
  for (const child of gone) child.remove();
  wanted.forEach((element, index) => {
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  });
}

/**
 * @param {ChatView} view
 * @param {RowParts} parts
 * @returns {Row[]}
 */
function rowsOf(view, parts) {
  /** @type {Row[]} */
  const rows = [];
  let day = '';
  for (const item of view.items) {
    const itemDay = new Date(item.atMs).toDateString();
    if (itemDay !== day) rows.push({ key: `day ${itemDay}`, state: '', make: () => dayRow(item.atMs) });
    day = itemDay;
    rows.push({ key: item.id, state: JSON.stringify(item), make: () => itemRow(item, parts) });
  }
  if (view.loadingUntilMs !== undefined) {
    rows.push({ key: 'loading', state: '', make: () => loadingRow(parts.botName) });
  }
  return rows;
}
