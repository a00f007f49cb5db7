/**
 * @import { ChatPage } from '../../routes/chat.ts'
 * @import { OpenChat } from '../users/owner.js'
 * @import { RowParts } from './rows.js'
 */
import { el, setChildren } from '../dom.js';
import { icon } from '../icons.js';
import { createFollower } from './follow.js';
import { readMark } from './read-marks.js';
import { dayRow, itemRow, loadingRow } from './rows.js';
import { createWelcome } from './welcome.js';

/** @typedef {{ key: string, state: string, make: () => HTMLElement }} Row */

/**
 * The messages of a chat. Rows that have not changed keep their element, so that only new ones are read aloud.
 *
 * @param {RowParts & { openLocation: () => void, botName: string }} parts
 */
export function createThread(parts) {
  const list = el('div', {
    class: 'thread',
    attributes: { role: 'log', 'aria-live': 'polite', 'aria-label': 'Messages', tabindex: '0' },
  });
  const welcome = createWelcome(parts.botName, parts.openLocation);
  const jump = el('button', { class: 'jump', attributes: { type: 'button', 'aria-label': 'To the newest message' } });
  jump.append(icon('down'));
  const follower = createFollower(list, (isAway) => {
    jump.hidden = !isAway;
  });
  jump.addEventListener('click', () => follower.toEnd());
  /** @type {Map<string, { state: string, element: HTMLElement }>} */
  let shown = new Map();
  let shownChat = '';

  /**
   * @param {ChatPage} view
   * @param {OpenChat} chat
   */
  function render(view, chat) {
    const isOther = `${chat.userId} ${view.chatId}` !== shownChat;
    const before = isOther ? new Map() : shown;
    const now = new Map();
    for (const row of rowsOf(view, chat, parts)) {
      const old = before.get(row.key);
      now.set(row.key, old?.state === row.state ? old : { state: row.state, element: row.make() });
    }
    const elements = [...now.values()].map((row) => row.element);
    setChildren(list, elements);
    welcome.hidden = elements.length > 0;
    const newest = view.items.at(-1);
    const isNew = newest !== undefined && !before.has(newest.id);
    if (isOther || (isNew && newest.from === 'user' && newest.userId === chat.userId)) follower.followAgain();
    follower.follow(isNew && newest.from === 'bot' && !isOther ? now.get(newest.id)?.element : undefined);
    shown = now;
    shownChat = `${chat.userId} ${view.chatId}`;
  }

  return { element: el('div', { class: 'thread-frame' }, list, welcome, jump), render };
}

/**
 * @param {ChatPage} view
 * @param {OpenChat} chat
 * @param {RowParts} parts
 * @returns {Row[]}
 */
function rowsOf(view, chat, parts) {
  /** @type {Row[]} */
  const rows = [];
  let day = '';
  for (const item of view.items) {
    const itemDay = new Date(item.atMs).toDateString();
    if (itemDay !== day) rows.push({ key: `day ${itemDay}`, state: '', make: () => dayRow(item.atMs) });
    day = itemDay;
    const readBy = readMark(item, view, chat);
    const state = JSON.stringify([item, readBy]);
    rows.push({ key: item.id, state, make: () => itemRow(item, parts, chat, readBy) });
  }
  if (view.loadingUntilMs !== undefined) rows.push({ key: 'loading', state: '', make: () => loadingRow(chat.botName) });
  return rows;
}
