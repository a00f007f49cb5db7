import type { SimulatorClock } from '../core/clock.ts';
import type { Journal, JournalEntry } from '../core/journal.ts';
import type { GeminiSimulator } from '../gemini/simulator.ts';
import type { LineSimulator } from '../line/simulator.ts';
import type { BotControls } from './bot.ts';

/** A link beside the timeline. */
export type PhoneLink = { label: string; url: string };

/** What the page shows and acts on. */
export type PhoneParts = {
  line: LineSimulator;
  /** Undefined when Gemini is real. */
  gemini: GeminiSimulator | undefined;
  clock: SimulatorClock;
  journal: Journal;
  links: readonly PhoneLink[];
  /** Undefined when nothing is known of the bot but what it sends. */
  bot: BotControls | undefined;
};

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
