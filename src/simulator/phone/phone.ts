import type { Journal, JournalEntry } from '../core/journal.ts';
import type { LineSimulator } from '../line/simulator.ts';

/** A link beside the journal. */
export type PhoneLink = { label: string; url: string };

/** What the page shows and acts on. */
export type PhoneParts = { line: LineSimulator; journal: Journal; links: readonly PhoneLink[] };

/** A journal entry without headers and bodies, small enough to stream. */
export type JournalLine = Pick<
  JournalEntry,
  'seq' | 'atMs' | 'side' | 'method' | 'path' | 'route' | 'matched' | 'status' | 'fault'
>;

/** The short form of an entry. */
export function journalLine(entry: JournalEntry): JournalLine {
  const { seq, atMs, side, method, path, route, matched, status, fault } = entry;
  return { seq, atMs, side, method, path, route, matched, status, fault };
}
