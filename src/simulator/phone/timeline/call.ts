import type { JournalEntry } from '../../core/journal.ts';
import type { Lane, Step } from './step.ts';
import { complaintIn, milliseconds, outcome } from './words.ts';

/** A journal entry with what the timeline needs beside it. */
export type TimedCall = {
  entry: JournalEntry;
  /** Real time of the request. */
  atMs: number;
  durationMs: number;
  /** Unique for the entry, also after the journal was emptied. */
  id: string;
};

/** What a route's call means. */
export type Meaning = { text: string; meta?: string; minor?: boolean };

/** Whether a call was answered well. */
export const isGood = ({ entry }: TimedCall) => entry.status !== undefined && entry.status < 300;

/** The step of a call from the bot to a vendor: what it means when it went well, else how it failed. */
export function callStep(call: TimedCall, from: Lane, to: Lane, meaning: Meaning): Step {
  const { entry, atMs, durationMs, id } = call;
  const base = { id, atMs, from, to, journalSeq: entry.seq };
  if (isGood(call)) {
    const took = milliseconds(durationMs);
    const meta = meaning.meta ? `${meaning.meta} · ${took}` : took;
    return { ...base, text: meaning.text, meta, tone: 'plain', minor: meaning.minor ?? false };
  }
  const how = outcome(entry.status, durationMs);
  const complaint = complaintIn(entry.responseBody);
  const meta = complaint ? `${how}: ${complaint}` : how;
  const isSeldomBad = entry.status !== undefined && entry.status < 500;
  return { ...base, text: meaning.text, meta, tone: isSeldomBad ? 'warn' : 'bad', minor: false };
}
