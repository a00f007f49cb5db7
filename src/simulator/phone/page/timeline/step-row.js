/**
 * @import { JournalEntry } from '../../../core/journal.ts'
 * @import { Row } from './rows.js'
 */
import { externalLink } from '../chat/external-link.js';
import { el } from '../dom.js';
import { icon } from '../icons.js';
import { entryContent } from '../journal/entry.js';
import { clockTime, shortLength } from '../time.js';
import { lanesBeside } from './lanes.js';

/**
 * One step with the pause before it. Headers and bodies of the call behind it are fetched when they are asked for.
 *
 * @param {Row} row
 * @param {boolean} hasBot
 * @param {(seq: number) => Promise<JournalEntry>} load
 */
export function stepRow({ step, pauseMs, hadWorker, hasWorker, day }, hasBot, load) {
  const { text, meta, url, tone, minor, journalSeq } = step;
  const words = el(
    'span',
    { class: 'words' },
    el('span', { class: 'step-text' }, text),
    meta ? el('span', { class: 'step-meta' }, unbroken(meta)) : undefined,
    url ? externalLink(url, 'Web UI ↗') : undefined,
  );
  const more = el('div', { class: 'step-more', attributes: { hidden: '' } });
  const line = el(
    'div',
    { class: `step tone-${tone}${minor ? ' minor' : ''}${hasWorker ? '' : ' no-worker'}` },
    el('time', { attributes: { datetime: new Date(step.atMs).toISOString() } }, clockTime(step.atMs)),
    lanesBeside(step, hasBot),
    words,
    journalSeq === undefined ? undefined : moreButton(journalSeq, more, load),
  );
  return el(
    'li',
    {},
    day ? el('div', { class: 'step-day' }, day) : undefined,
    pauseMs > 0 ? pause(pauseMs, hadWorker, hasBot) : undefined,
    line,
    more,
  );
}

/**
 * Keeps a number and its unit on one line.
 *
 * @param {string} text
 */
const unbroken = (text) => text.replaceAll(/(?<=\d) (?=m?s\b)/g, '\u00a0');

/**
 * @param {number} lengthMs
 * @param {boolean} hadWorker
 * @param {boolean} hasBot
 */
function pause(lengthMs, hadWorker, hasBot) {
  const words = hadWorker ? `${shortLength(lengthMs)} later` : `${shortLength(lengthMs)} without a worker`;
  return el(
    'div',
    { class: hadWorker ? 'step pause' : 'step pause no-worker' },
    el('time', {}),
    lanesBeside(undefined, hasBot),
    el('span', { class: 'words' }, words),
  );
}

/**
 * @param {number} seq
 * @param {HTMLElement} more
 * @param {(seq: number) => Promise<JournalEntry>} load
 */
function moreButton(seq, more, load) {
  const attributes = {
    type: 'button',
    'aria-label': 'Show the request',
    title: 'Show the request',
    'aria-expanded': 'false',
  };
  const button = el('button', { class: 'more-button', attributes }, icon('braces'));
  button.addEventListener('click', () => {
    more.hidden = !more.hidden;
    button.setAttribute('aria-expanded', String(!more.hidden));
    if (!more.hidden && !more.firstChild) more.append(entryContent(seq, load));
  });
  return button;
}
