/** @import { JournalEntry } from '../../../core/journal.ts' */
import { el } from '../dom.js';

/**
 * Headers and bodies of a journal entry, fetched now.
 *
 * @param {number} seq
 * @param {(seq: number) => Promise<JournalEntry>} load
 */
export function entryContent(seq, load) {
  const content = el('div', { class: 'entry' }, 'Loading…');
  load(seq)
    .then((entry) => content.replaceChildren(...sectionsOf(entry)))
    .catch((error) => content.replaceChildren(error instanceof Error ? error.message : String(error)));
  return content;
}

/** @param {JournalEntry} entry */
function sectionsOf(entry) {
  return [
    section('Request', `${entry.method} ${entry.path}`),
    section('Request headers', entry.requestHeaders),
    section('Request body', entry.requestBody),
    section(`Answer ${entry.status ?? '(none)'}`, entry.responseBody),
  ];
}

/**
 * @param {string} title
 * @param {unknown} value
 */
function section(title, value) {
  const text =
    value === undefined ? '(empty)' : typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  return el('div', {}, el('h3', {}, title), el('pre', { attributes: { tabindex: '0' } }, text));
}
