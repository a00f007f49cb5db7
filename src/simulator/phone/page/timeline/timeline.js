/**
 * @import { BotView } from '../../live.ts'
 * @import { Step } from '../../timeline/step.ts'
 * @import { About } from '../../routes/timeline.ts'
 * @import { Api } from '../api.js'
 * @import { Events } from '../events.js'
 * @import { Toasts } from '../toasts.js'
 */
import { el, setChildren } from '../dom.js';
import { latest } from '../latest.js';
import { everySecond } from '../ticker.js';
import { createGuide } from './guide.js';
import { laneHeader } from './lanes.js';
import { createNowRow } from './now-row.js';
import { rowsOf } from './rows.js';
import { stepRow } from './step-row.js';

const nearEndPx = 60;
const shownAtMost = 400;

/**
 * The live list of steps, oldest first, with a last row that says what is going on now.
 *
 * @param {{ api: Api, about: About, events: Events, toasts: Toasts, tabs: { markNews: (view: 'timeline') => void } }} parts
 * @param {() => boolean} wantsDetail
 */
export function createTimeline({ api, about, events, toasts, tabs }, wantsDetail) {
  const list = el('ol', { class: 'steps', attributes: { 'aria-label': 'Steps', tabindex: '0' } });
  const header = el('div', { class: 'lanes-header' });
  const now = createNowRow();
  const guide = createGuide(about.knowsBot);
  /** @type {Map<string, Step>} */
  let steps = new Map();
  /** @type {Map<string, { state: string, element: HTMLElement }>} */
  let shown = new Map();
  /** @type {BotView | null} */
  let bot = null;
  let followsEnd = true;

  function render() {
    const sorted = [...steps.values()].toSorted((a, b) => a.atMs - b.atMs).slice(-shownAtMost);
    const rows = rowsOf(sorted, wantsDetail());
    const next = new Map();
    for (const row of rows) {
      const state = JSON.stringify(row);
      const old = shown.get(row.key);
      const element = old?.state === state ? old.element : stepRow(row, bot !== null, api.journalEntry);
      next.set(row.key, { state, element });
    }
    shown = next;
    now.render(bot, sorted.at(-1)?.atMs);
    guide.hidden = rows.length > 0;
    setChildren(list, [...[...next.values()].map(({ element }) => element), now.element]);
    follow();
  }

  function follow() {
    if (followsEnd) list.scrollTop = list.scrollHeight;
  }

  /** @param {BotView | null} view */
  function takeBot(view) {
    const isFirst = bot === null;
    bot = view;
    if (isFirst) {
      header.replaceChildren(...laneHeader(bot !== null));
      shown = new Map();
    }
    render();
  }

  const reload = latest(async () => {
    const [found, view] = await Promise.all([api.timeline(), api.bot()]);
    steps = new Map(found.map((step) => [step.id, step]));
    takeBot(view);
  }, toasts.showError);

  list.addEventListener('scroll', () => {
    followsEnd = list.scrollHeight - list.scrollTop - list.clientHeight < nearEndPx;
  });
  new ResizeObserver(follow).observe(list);
  events.onConnected(reload);
  events.onBot(takeBot);
  events.onStep((step) => {
    steps.set(step.id, step);
    tabs.markNews('timeline');
    schedule();
  });
  everySecond(now.tick);

  let isScheduled = false;
  function schedule() {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      render();
    });
  }

  return { element: el('div', { class: 'timeline' }, header, list, guide), render, follow };
}
