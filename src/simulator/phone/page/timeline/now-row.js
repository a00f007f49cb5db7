/** @import { BotView } from '../../live.ts' */
import { el } from '../dom.js';
import { clockTime, shortLength } from '../time.js';
import { lanesBeside } from './lanes.js';

/** The last row of the timeline: what is going on at this moment, second by second. */
export function createNowRow() {
  const time = el('time');
  const words = el('span', { class: 'words' });
  const line = el('div', {}, time);
  const element = el('li', { class: 'now', attributes: { 'aria-label': 'Now' } }, line);
  /** @type {BotView | null} */
  let bot = null;
  /** @type {number | undefined} */
  let lastAtMs;

  function tick() {
    time.textContent = clockTime(Date.now());
    const { text, tone } = bot ? situation(bot) : { text: 'Listening …', tone: 'plain' };
    const since = lastAtMs === undefined ? 0 : Date.now() - lastAtMs;
    words.textContent =
      since >= 3000 && bot?.runs.some((run) => run.isRunning) ? `${text} ${shortLength(since)} so far.` : text;
    line.className = `step tone-${tone}${bot?.worker.state === 'running' || !bot ? '' : ' no-worker'}`;
  }

  return {
    element,
    tick,
    /**
     * @param {BotView | null} view
     * @param {number | undefined} latestAtMs
     */
    render(view, latestAtMs) {
      bot = view;
      lastAtMs = latestAtMs;
      line.replaceChildren(time, lanesBeside(undefined, view !== null), words);
      tick();
    },
  };
}

/**
 * @param {BotView} bot
 * @returns {{ text: string, tone: string }}
 */
function situation({ worker, runs }) {
  const open = runs.filter((run) => run.isRunning);
  const kept = open.length === 1 ? 'one workflow' : `${open.length} workflows`;
  if (worker.state === 'down') {
    const text = open.length > 0 ? `No worker: nothing runs. Temporal keeps ${kept}.` : 'No worker: nothing runs.';
    return { text, tone: 'bad' };
  }
  if (worker.state === 'starting')
    return { text: 'A worker process starts: it loads the workflow code.', tone: 'warn' };
  if (open.length === 0) return { text: 'Nothing to do: share a location on a phone.', tone: 'plain' };
  const asleep = open.filter((run) => run.timer && run.tone !== 'plain');
  if (asleep.length < open.length) return { text: 'Working …', tone: 'plain' };
  const next = Math.min(...asleep.map((run) => run.timer?.firesAtMs ?? Infinity));
  const wakes =
    next > Date.now() ? `wakes up in ${shortLength(next - Date.now())} at the latest` : 'is about to wake up';
  return { text: `Waiting: the worker is idle, nothing runs. ${capital(kept)} ${wakes}.`, tone: 'asleep' };
}

/** @param {string} text */
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
