/** @import { Lane, Step } from '../../timeline/step.ts' */
import { el } from '../dom.js';

/** @type {readonly { lane: Lane, name: string, short: string }[]} */
const withBot = [
  { lane: 'line', name: 'LINE', short: 'LI' },
  { lane: 'api', name: 'API', short: 'API' },
  { lane: 'workflow', name: 'Workflow', short: 'WF' },
  { lane: 'gemini', name: 'Gemini', short: 'GE' },
];
/** @type {typeof withBot} */
const withoutBot = [
  { lane: 'line', name: 'LINE', short: 'LI' },
  { lane: 'api', name: 'Bot', short: 'Bot' },
  { lane: 'gemini', name: 'Gemini', short: 'GE' },
];

/** Share of the way that something gets that never arrives. */
const lostAfter = 0.3;

/** @param {boolean} hasBot */
const lanesOf = (hasBot) => (hasBot ? withBot : withoutBot);

/**
 * Names above the lanes.
 *
 * @param {boolean} hasBot
 */
export function laneHeader(hasBot) {
  const names = lanesOf(hasBot).map(({ lane, name, short }) =>
    el(
      'span',
      { class: `lane-name lane-${lane}`, attributes: { 'data-short': short, title: name } },
      el('span', {}, name),
    ),
  );
  return [el('span', { class: 'lane-names' }, ...names)];
}

/**
 * The lanes beside a step: a line for each, a dot where it happened, an arrow from where it came.
 *
 * @param {Pick<Step, 'from' | 'to' | 'isLost'> | undefined} step undefined: lines alone
 * @param {boolean} hasBot
 */
export function lanesBeside(step, hasBot) {
  const lanes = lanesOf(hasBot);
  const root = el('span', { class: 'lanes', attributes: { 'aria-hidden': 'true' } });
  root.append(...lanes.map(({ lane }) => el('i', { class: `lane lane-${lane}` })));
  if (!step) return root;
  const at = (/** @type {Lane | undefined} */ lane) => lanes.findIndex((candidate) => candidate.lane === lane);
  const to = at(step.to);
  const from = step.from === undefined ? to : at(step.from);
  if (from !== to) root.append(arrow(from, to, lanes.length, step));
  if (!step.isLost) root.append(mark('dot', to, lanes.length, step.to));
  return root;
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} count
 * @param {Pick<Step, 'from' | 'isLost'>} step
 */
function arrow(from, to, count, step) {
  const goal = step.isLost ? from + (to - from) * lostAfter : to;
  const line = el('b', { class: `arrow ${goal < from ? 'leftwards' : 'rightwards'} lane-${step.from}` });
  line.classList.toggle('lost', step.isLost === true);
  line.style.setProperty('--start', share(Math.min(from, goal), count));
  line.style.setProperty('--width', `${(Math.abs(goal - from) / count) * 100}%`);
  return line;
}

/**
 * @param {string} name
 * @param {number} at
 * @param {number} count
 * @param {Lane} lane
 */
function mark(name, at, count, lane) {
  const dot = el('b', { class: `${name} lane-${lane}` });
  dot.style.setProperty('--start', share(at, count));
  return dot;
}

/**
 * @param {number} at
 * @param {number} count
 */
const share = (at, count) => `${((at + 0.5) / count) * 100}%`;
