/** @import { Step } from '../../timeline/step.ts' */

/**
 * What one row shows: a step, the pause before it, and whether a worker was there.
 *
 * @typedef {object} Row
 * @property {string} key
 * @property {Step} step
 * @property {number} pauseMs 0 when there was none worth a word
 * @property {boolean} hadWorker during the pause
 * @property {boolean} hasWorker from the step on
 * @property {string} day set on the first row of another day
 */

const shortestPauseMs = 4000;
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'long' });

/**
 * The rows of steps that are in order of time.
 *
 * @param {readonly Step[]} steps
 * @param {boolean} wantsDetail
 * @returns {Row[]}
 */
export function rowsOf(steps, wantsDetail) {
  /** @type {Row[]} */
  const rows = [];
  let hasWorker = true;
  let lastAtMs = steps[0]?.atMs ?? 0;
  let lastDay = new Date().toDateString();
  for (const step of steps) {
    const hadWorker = hasWorker;
    if (step.worker) hasWorker = step.worker === 'running';
    if (step.minor && !wantsDetail) continue;
    const pauseMs = step.atMs - lastAtMs;
    const stepDay = new Date(step.atMs).toDateString();
    rows.push({
      key: step.id,
      step,
      pauseMs: pauseMs >= shortestPauseMs ? pauseMs : 0,
      hadWorker,
      hasWorker,
      day: stepDay === lastDay ? '' : dayFormat.format(step.atMs),
    });
    lastAtMs = step.atMs;
    lastDay = stepDay;
  }
  return rows;
}
