/**
 * @import { JournalLine } from '../../phone.ts'
 * @import { Api } from '../api.js'
 * @import { Events } from '../events.js'
 * @import { Toasts } from '../toasts.js'
 */
import { el } from '../dom.js';
import { latest } from '../latest.js';
import { journalRow } from './row.js';

const shownAtMost = 300;

/**
 * The live list of what the simulator was asked and what it sent, newest first.
 *
 * @param {{ api: Api, events: Events, toasts: Toasts }} parts
 * @returns {HTMLElement}
 */
export function createJournal({ api, events, toasts }) {
  const list = el('ol', { class: 'journal-list', attributes: { 'aria-label': 'Journal entries', tabindex: '0' } });
  let newestSeq = 0;
  let loading = false;

  /** @param {JournalLine} line */
  function add(line) {
    if (line.seq <= newestSeq) return;
    newestSeq = line.seq;
    list.prepend(journalRow(line, api.journalEntry));
    while (list.children.length > shownAtMost) list.lastElementChild?.remove();
  }

  const reload = latest(async () => {
    loading = true;
    const lines = await api.journal().finally(() => {
      loading = false;
    });
    newestSeq = 0;
    list.replaceChildren();
    for (const line of lines) add(line);
  }, toasts.showError);

  events.onConnected(reload);
  events.onJournal((line) => {
    // A number that is not the next one means a journal that was emptied, or lines that were missed.
    if (!loading && line.seq === newestSeq + 1) add(line);
    else reload();
  });

  return el(
    'div',
    { class: 'journal' },
    el(
      'p',
      { class: 'journal-hint' },
      'Every request to the simulated LINE and Gemini, and every webhook they sent; newest first.',
    ),
    list,
  );
}
