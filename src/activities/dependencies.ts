import type { GeminiClient } from '../gemini/client.ts';
import type { LineClient } from '../line/client.ts';
import type { EarlierAnswer, Language, RunId, Stage, Suspect, UnansweredRequest } from '../workflows/contract.ts';
import type { RunVersion } from '../workflows/version.ts';

/** Names that tell nothing, made with the keys of the installation. */
export type Names = {
  placeKey: (placeId: string) => string;
  placesKey: (placeIds: string[]) => string;
  batchDisplayName: (ownerRunId: string, submission: number, version?: RunVersion) => string;
  /** Whose batch job bears a display name; `perhaps-ours`: the form of version 1, which other installations may use too. */
  ownershipOf: (displayName: string) => 'ours' | 'perhaps-ours' | 'foreign';
  /** Key of a batch line: one place, or several for the line that compares them. */
  lineKey: (ownerRunId: string, placeIds: readonly string[]) => string;
  retryKey: (ownerRunId: string, kind: string) => string;
  /** Seals a text into one URL-safe word. */
  sealText: (text: string, purpose: 'report-link' | 'webhook-metadata') => string;
};

/** A run of one chat. */
export type ChatRun = {
  isOpen: boolean;
  /** When the person asked for it, milliseconds since the epoch. */
  askedAtMs: number;
  startedAtMs: number;
  /** LINE's id of the message that asked for it. */
  messageId: string | undefined;
  /** Run id that its batch jobs are named after, and how many it may have asked for. */
  ownerRunId: string;
  submissions: number;
  /** The names of all its jobs; undefined: they have to be looked for. */
  jobs: string[] | undefined;
  /** Asks it to end in silence. */
  stop: () => Promise<void>;
  /** Deletes it with its history. */
  remove: () => Promise<void>;
};

/** An analysis as the index knows it. */
export type ListedAnalysis = RunId & {
  stage: Stage;
  /** The job that it waits for or waited for last. */
  batchName: string | undefined;
  /** Run id that its jobs are named after, as far as it is known. */
  ownerRunId: string;
  isReadable: boolean;
};

/** The workflow runs, as activities look after them. */
export type Runs = {
  /** Asks Temporal to cancel a run. */
  cancel: (run: RunId) => Promise<void>;
  ofChat: (chatKey: string) => Promise<ChatRun[]>;
  /** Analyses of this installation that are open, or that started after a moment. */
  analyses: (which: 'open' | { startedAfterMs: number }) => Promise<ListedAnalysis[]>;
  /** Whether the index shows a run. */
  isIndexed: (run: RunId) => Promise<boolean>;
  /** What the sweep that was completed last has found. */
  lastSuspects: () => Promise<Suspect[]>;
  /** Analyses that are open since before `startedBeforeMs` and do not hold a finished answer. */
  overdue: (startedBeforeMs: number) => Promise<RunId[]>;
  /** Analyses that were terminated or timed out since `closedAfterMs`. */
  endedFromOutside: (closedAfterMs: number) => Promise<RunId[]>;
  /** What such a run was asked for; undefined when it was answered, cancelled, or is gone. */
  readUnanswered: (run: RunId) => Promise<UnansweredRequest | undefined>;
  /** Whether a newer run of the workflow id gives the person an answer, or has given one. */
  isSuperseded: (run: RunId) => Promise<boolean>;
  /** When a run was handed a reply token, by Temporal's clock, milliseconds since the epoch; undefined when it was not. */
  tokenTakenAt: (run: RunId, replyToken: string) => Promise<number | undefined>;
  /** What the runs have answered that were reset before this one was made. */
  earlierAnswer: (run: RunId) => Promise<EarlierAnswer>;
};

/** What the activities stand on. */
export type ActivityDependencies = {
  gemini: GeminiClient;
  line: LineClient;
  languageOf: (userId: string | undefined) => Promise<Language>;
  names: Names;
  /** Address of the API as users reach it; undefined: reports have no page. */
  publicUrl: string | undefined;
  /** Where Gemini may report the end of a batch; undefined: no webhook is asked for, polls find it. */
  geminiWebhookUrl: string | undefined;
  runs: Runs;
};
