/**
 * @import { JournalEntry } from '../../../core/journal.ts'
 * @import { JournalLine } from '../../phone.ts'
 */
import { el } from '../dom.js';
import { entryContent } from './entry.js';

const timeFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** @type {Record<JournalLine['side'], string>} */
const sideNames = { line: 'LINE', gemini: 'Gemini', 'line-webhook': 'LINE → bot', 'gemini-webhook': 'Gemini → bot' };

/**
 * One line of the journal; headers and bodies are fetched when it is opened.
 *
 * @param {JournalLine} line
 * @param {(seq: number) => Promise<JournalEntry>} load
 */
export function journalRow(line, load) {
  const details = el('details', {}, summaryOf(line));
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return;
    details.append(entryContent(line.seq, load));
  });
  return el('li', {}, details);
}

/** @param {JournalLine} line */
function summaryOf(line) {
  return el(
    'summary',
    { class: line.matched ? '' : 'unmatched' },
    el('time', { attributes: { datetime: new Date(line.atMs).toISOString() } }, timeFormat.format(line.atMs)),
    el('span', { class: `side side-${line.side}` }, sideNames[line.side]),
    el(
      'span',
      { class: 'route', attributes: { title: `${line.method} ${line.path}` } },
      `${line.method} ${line.route ?? line.path}`,
    ),
    line.fault ? el('span', { class: 'fault' }, line.fault) : undefined,
    el(
      'span',
      { class: `status status-${statusKind(line.status)}` },
      line.status === undefined ? 'no answer' : String(line.status),
    ),
  );
}

/** @param {number | undefined} status */
function statusKind(status) {
  if (status === undefined) return 'none';
  return status < 300 ? 'good' : status < 500 ? 'refused' : 'failed';
}
