import type { Client } from '@temporalio/client';
import type { GeminiWebhookVerifier } from '../gemini/webhook.ts';
import type { LineClient } from '../line/client.ts';
import type { Logger } from '../logging.ts';
import type { Digests } from '../temporal/digests.ts';
import type { KeyRing } from '../temporal/key-ring.ts';
import type { Language } from '../workflows/contract.ts';
import type { Allowance } from './allowance.ts';
import type { DurableCalls } from './durable-calls.ts';
import type { ApiMetrics } from './metrics.ts';
import type { Replies } from './replies.ts';

/** What routes and event handlers stand on. */
export type ApiContext = {
  temporal: Client;
  line: LineClient;
  verifyGeminiWebhook: GeminiWebhookVerifier;
  digests: Digests;
  keyRing: KeyRing;
  languageOf: (userId: string | undefined) => Promise<Language>;
  allowance: Allowance;
  /** How long a report usually takes, milliseconds; undefined when nobody knows. */
  typicalWaitMs: () => Promise<number | undefined>;
  durableCalls: DurableCalls;
  replies: Replies;
  metrics: ApiMetrics;
  logger: Logger;
  settings: ApiSettings;
  budgets: Budgets;
  /** Waits, milliseconds. */
  pause: (durationMs: number) => Promise<void>;
};

/** The settings that the API decides by. */
type ApiSettings = {
  channelSecrets: string[];
  taskQueue: string;
  lineRedelivery: boolean;
  defaultLanguage: Language;
  freshMs: number;
  patienceMs: number;
  ordinaryCallAllowed: boolean;
  holdForMs: number;
  analysesPerDay: number;
  /** Address of the API as users reach it; undefined: reports have no page. */
  publicUrl: () => string | undefined;
  /** How long an ended run can be read. */
  retentionMs: number;
  /** Whether the bot works in groups and rooms. */
  groups: boolean;
};

/** How long the API waits for Temporal, milliseconds. */
export type Budgets = {
  /** Reads before the durable call. */
  readMs: number;
  /** The one durable call of an event. */
  durableMs: number;
  /** Reads after it, for what is replied in the background. */
  queryMs: number;
  /** A webhook of Gemini has more time. */
  geminiMs: number;
  /** A person waits for a page. */
  pageMs: number;
};

/** LINE gives up after 2 s; these leave half a second for everything else. */
export const usualBudgets: Budgets = { readMs: 700, durableMs: 700, queryMs: 1000, geminiMs: 3000, pageMs: 5000 };
