import type { JournalEntry } from '../core/journal.ts';
import type { Tone } from './timeline/step.ts';

/** Which part of the bot made a call. */
export type BotPart = 'api' | 'workflow';

/** Something that happened inside a run, as a sentence. */
export type BotEvent = {
  /** Unique within its run. */
  id: string;
  atMs: number;
  text: string;
  /** A few words beside the sentence. */
  meta?: string;
  /** Where it came from, when it came from outside the workflow. */
  from?: BotPart;
  tone: Tone;
  /** Left out unless somebody wants every detail. */
  minor: boolean;
};

/** One run of a workflow. */
export type BotRun = {
  runId: string;
  workflowId: string;
  type: string;
  /** What it is about, in words. */
  title: string;
  isRunning: boolean;
  /** Where it stands or how it ended, in words. */
  standing: string;
  tone: Tone;
  startedAtMs: number;
  endedAtMs?: number;
  /** Number of events in its history. */
  eventCount: number;
  /** When the timer that it sleeps on fires, and since when it sleeps. */
  timer?: { label: string; setAtMs: number; firesAtMs: number };
  /** Its page in a web interface. */
  url?: string;
  events: BotEvent[];
};

/** What the worker process of the bot is doing. */
export type WorkerState = 'starting' | 'running' | 'down';

/** One change of the worker. */
export type WorkerChange = { state: WorkerState; atMs: number; pid?: number };

/** The process that runs workflows and activities. */
export type BotWorker = {
  current: () => WorkerChange;
  subscribe: (listener: (change: WorkerChange) => void) => () => void;
  /** Kills the process at once and leaves it dead. */
  crash: () => Promise<void>;
  /** Starts a new process; resolves once it works. Nothing when one is there. */
  start: () => Promise<void>;
};

/**
 * The bot beside the simulator, as far as its owner lets the page see and act. The simulator works without: then the page
 * shows what LINE and Gemini see of the bot.
 */
export type BotControls = {
  /** Who made a call; `answers` is the webhook event whose reply token the call carries, where there is one. */
  callerOf: (entry: JournalEntry, answers: Record<string, unknown> | undefined) => BotPart;
  /** The newest runs; asked about once a second while a page is open. */
  runs: () => Promise<BotRun[]>;
  /** Calls `listener` with things that belong to no run. */
  onNews: (listener: (event: BotEvent) => void) => () => void;
  worker: BotWorker;
};
