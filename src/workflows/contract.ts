import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Message } from '../line/messages/message.ts';
import type { GroundedReviews, Report } from '../report/report.ts';

/** Languages that the bot speaks; a fourth is one more text file in `src/line/texts`. */
export type Language = 'zh-TW' | 'ja' | 'en';

/** Where answers go: a LINE user, group or room id and the digest that stands for it everywhere else. */
export type Chat = {
  /** Keyed digest of the LINE id; safe in workflow ids and search attributes. */
  key: string;
  /** LINE user, group or room id; only inside encrypted payloads. */
  to: string;
  kind: 'user' | 'group' | 'room';
};

/** A restaurant as Maps grounding named it. */
export type Place = {
  name: string;
  /** Google place id without the prefix `places/`. */
  placeId: string;
  /** Link to Google Maps from the grounding metadata. */
  mapsUri: string;
  /** What it is known for, in the user's language; empty when nothing was said. */
  knownFor: string;
};

/** What to look for: a point on the map or a typed place. */
export type SearchArea = { kind: 'location'; latitude: number; longitude: number } | { kind: 'text'; text: string };

/** One paid call: confirmed when its answer came, unknown when it may or may not have been billed. */
export type LedgerEntry = {
  call: 'searchPlaces' | 'extractNames' | 'collectReviews' | 'batchLine' | 'answerNow';
  status: 'confirmed' | 'unknown';
  promptTokens: number;
  outputTokens: number;
  priceMicroUsd: number;
};

/** The exact messages of one push or reply, persisted before they are sent. */
export type SendPlan = { messages: Message[] };

/** Input of the `nearby` workflow. */
export type NearbyInput = {
  chat: Chat;
  webhookEventId: string;
  /** When the person sent it, milliseconds since the epoch. */
  eventAtMs: number;
  replyToken: string;
  area: SearchArea;
  /** Spoken when the profile cannot be read. */
  defaultLanguage: Language;
};

/** What the person gets to see of a nearby search. */
export type ChoicesAnswer = {
  language: Language;
  nearbyEventId: string;
  outcome: NearbyResult['outcome'];
  places: Place[];
};

/** Result of the `nearby` workflow; buttons refer to it by the webhook event id and the place's index. */
export type NearbyResult = {
  outcome: 'choices' | 'nothing-found' | 'search-failed';
  delivery: 'replied' | 'pushed' | 'unclear';
  chatKey: string;
  language: Language;
  places: Place[];
  ledger: LedgerEntry[];
};

/** Durations that an analysis lives by, fixed at its start so that a replay decides alike. */
type AnalysisPolicy = { patienceMs: number; ordinaryCallAllowed: boolean };

/** Input of the `analysis` workflow: 1..N places of one nearby search. */
export type AnalysisInput = {
  chat: Chat;
  language: Language;
  webhookEventId: string;
  nearbyEventId: string;
  /** Which of that search's places the button meant; buttons of later messages repeat it. */
  placeIndex: number | 'all';
  places: Place[];
  policy: AnalysisPolicy;
};

/** Where an analysis stands; also the value of the search attribute `HyobanStage`. */
export type Stage = (typeof stages)[number];

/** Every stage, in the order in which a run may pass them. */
export const stages = [
  'collecting',
  'submitting',
  'queued',
  'waiting',
  'answering-now',
  'delivering',
  'delivered',
  'apologised',
  'cancelled',
] as const;

/** Why a user got an apology; but for the last one also the failure type of the run. */
export type ApologyReason = 'NoReviews' | 'ModelRefused' | 'GeminiUnavailable' | 'BatchFailed' | 'StoppedByOperator';

/** Types of failure that a run can end with: an apology went out, or nothing could be delivered. */
export type FailureReason = Exclude<ApologyReason, 'StoppedByOperator'> | 'Undelivered';

/** Result of the `analysis` workflow. */
export type AnalysisResult = {
  outcome: 'delivered';
  language: Language;
  plan: SendPlan;
  reports: Report[];
  ledger: LedgerEntry[];
  finishedAtMs: number;
};

/** Answer of the `progress` query. */
export type Progress = { stage: Stage; startedAtMs: number; batchName?: string };

/** What the places' reviews look like between collecting and reporting. */
export type CollectedPlace = { place: Place; reviews: GroundedReviews };

/** Gemini says that a batch has changed; only a nudge, what `batches.get` says counts. */
export const batchUpdated = defineSignal<[{ webhookId: string }]>('batchUpdated');
/** The user does not want the report any more. */
export const cancelByUser = defineSignal('cancelByUser');
/** The user would rather pay full price than wait. */
export const answerNow = defineSignal('answerNow');
/** Where the analysis stands. */
export const progress = defineQuery<Progress>('progress');

/** Names of the workflow types. */
export const workflowTypes = { nearby: 'nearby', analysis: 'analysis' } as const;

/** Workflow id of a nearby search: one per webhook event. */
export const nearbyWorkflowId = (webhookEventId: string) => `nearby:${webhookEventId}`;

/** Workflow id of an analysis: one per chat and set of places; both keys are digests. */
export const analysisWorkflowId = (chatKey: string, placeKey: string) => `analysis:${chatKey}:${placeKey}`;
