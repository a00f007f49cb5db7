import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Message } from '../line/messages/message.ts';
import type { Comparison, GroundedReviews, Report } from '../report/report.ts';

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
  /** Claims of the answer that were dropped in the check; left out when none was. */
  droppedClaims?: number;
};

/** The exact messages of one push or reply, persisted before they are sent. */
export type SendPlan = { messages: Message[] };

/** How a plan is shown: as it is, or as the plain text that is made of it when LINE refuses it as it is. */
export type MessageForm = 'formatted' | 'plain';

/** Input of the `nearby` workflow. */
export type NearbyInput = {
  chat: Chat;
  webhookEventId: string;
  /** When the person sent it, milliseconds since the epoch. */
  eventAtMs: number;
  replyToken: string;
  /** How long the API had the reply token before it handed it over, by its own clock; absent in runs of version 1. */
  receivedAgoMs?: number;
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
  /** After a failed search: how long Google asks to wait, milliseconds. */
  retryAfterMs?: number;
};

/** Result of the `nearby` workflow; buttons refer to it by the webhook event id and the place's index. */
export type NearbyResult = {
  outcome: 'choices' | 'nothing-found' | 'search-failed' | 'day-quota';
  /** `unclear`: pushed, and the reply may have arrived as well. */
  delivery: 'replied' | 'pushed' | 'unclear';
  chatKey: string;
  language: Language;
  places: Place[];
  /** After a failed search: how long Google asks to wait, milliseconds. */
  retryAfterMs?: number;
  ledger: LedgerEntry[];
};

/** Durations that an analysis lives by, fixed at its start so that a replay decides alike. */
type AnalysisPolicy = {
  /** How long a batch is waited for. */
  patienceMs: number;
  ordinaryCallAllowed: boolean;
  /** How long an answer that LINE does not take is kept for the person to ask for. */
  holdForMs: number;
};

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
  'held',
  'delivered',
  'apologised',
  'cancelled',
] as const;

/** Why a user got an apology; but for the last one also the failure type of the run. */
export type ApologyReason =
  | 'NoReviews'
  | 'ModelRefused'
  | 'GeminiUnavailable'
  | 'DayQuota'
  | 'BatchFailed'
  | 'StoppedByOperator';

/** Types of failure that a run can end with: an apology went out, or nothing could be delivered. */
export type FailureReason = Exclude<ApologyReason, 'StoppedByOperator'> | 'Undelivered';

/** A place of the request that the answer lacks, and why. */
export type MissingPlace = {
  place: Place;
  /** Its position in the nearby search. */
  index: number;
  reason: ApologyReason;
};

/**
 * How a final answer came into the chat: pushed by us, as a reply to somebody who asked for a held one, or by an earlier
 * run of the same request, of which a reset made this one.
 */
export type Delivery = 'pushed' | 'replied' | 'earlier';

/** Result of the `analysis` workflow. */
export type AnalysisResult = {
  outcome: 'delivered';
  delivery: Delivery;
  language: Language;
  plan: SendPlan;
  reports: Report[];
  /** Which of the reports' places suits whom, when there are several; `placeIndex` counts `reports`. */
  comparison?: Comparison;
  /** Places that the answer lacks; it is complete without this. */
  missing?: MissingPlace[];
  ledger: LedgerEntry[];
  finishedAtMs: number;
};

/** A report as its page shows it; also the first detail of an `Undelivered` failure. */
export type FinishedReport = Pick<AnalysisResult, 'language' | 'reports' | 'comparison' | 'finishedAtMs'>;

/** Answer of the `progress` query. */
export type Progress = {
  stage: Stage;
  startedAtMs: number;
  batchName?: string;
  /** The person does not want the report, and it has not been sent. */
  cancelled: boolean;
};

/** A reply token with which somebody may be given a held answer. */
export type HeldRequest = {
  replyToken: string;
  /** When the person asked, milliseconds since the epoch. */
  eventAtMs: number;
  /** How long the API had the token before it handed it over, by its own clock; absent in signals of version 1. */
  receivedAgoMs?: number;
};

/** What the places' reviews look like between collecting and reporting. */
export type CollectedPlace = { place: Place; reviews: GroundedReviews };

/** What a webhook of Gemini says; `batchName` helps when the answer to a create was lost. Version 1 did not pass it on. */
export type BatchUpdate = { webhookId: string; batchName?: string };

/** Gemini says that a batch has changed; only a nudge, what `batches.get` says counts. */
export const batchUpdated = defineSignal<[BatchUpdate]>('batchUpdated');
/** The user does not want the report any more. */
export const cancelByUser = defineSignal('cancelByUser');
/** The person has blocked the bot, or the group has removed it: nothing may be sent there any more. */
export const chatLeft = defineSignal('chatLeft');
/** The person asked while the answer is held: it goes out with this reply token. */
export const heldWanted = defineSignal<[HeldRequest]>('heldWanted');
/** The user would rather pay full price than wait. */
export const answerNow = defineSignal('answerNow');
/** Where the analysis stands. */
export const progress = defineQuery<Progress>('progress');

/** What is to be forgotten of a chat, and from which moment on nothing is touched. */
export type ForgetInput = {
  /** Digest of the chat; the LINE id is not needed. */
  chatKey: string;
  /** `stop`: what runs ends in silence. `message`: what one message asked for goes too. `everything`: all runs go. */
  scope: { kind: 'stop' } | { kind: 'message'; messageId: string } | { kind: 'everything' };
  /** When the person asked, milliseconds since the epoch: what was asked for later stays. */
  askedAtMs: number;
};

/** Result of the `forget` workflow: numbers of runs. */
export type ForgetResult = { stopped: number; deleted: number };

/** Input of the `sweep` workflow. */
export type SweepInput = {
  /** Name of the installation; a sweep that version 1 scheduled has none. */
  installation?: string;
  /** An analysis that has run for longer is reported as overdue. */
  overdueMs: number;
  /** How long a job must have been without a run, from one sweep to a later one, before it is cancelled. */
  orphanAfterMs?: number;
};

/** A batch job of ours that no open run names, and since when sweeps in a row have found it so. */
export type Suspect = { batchName: string; sinceMs: number };

/** Parts of a sweep, each of which runs even if another fails. */
export type SweepPart = 'find-orphans' | 'cancel-orphans' | 'find-neglected' | 'late-apology';

/** Result of the `sweep` workflow. */
export type SweepResult = {
  /** Batch jobs of ours that nobody waited for; cancelled. */
  orphans: string[];
  /** Jobs that no open run names; the next sweep cancels those that it finds so too. Version 1 had none. */
  suspects?: Suspect[];
  /** Parts that failed, and the number of runs or jobs that were left out because they could not be read or changed. */
  failed?: SweepPart[];
  skipped?: number;
  /** Ids of analyses that have run for too long. */
  overdue: string[];
  /** Ids of analyses that were ended from outside without an answer; each person gets one apology. */
  unanswered: string[];
};

/** One run of a workflow. */
export type RunId = { workflowId: string; runId: string };

/** What the apology for a run needs that was ended from outside. */
export type UnansweredRequest = {
  input: AnalysisInput;
  ownerRunId: string;
  startedAtMs: number;
  /** Whose retry key tells LINE that the answer had been sent after all. */
  kind: 'report' | 'apology';
  /** Which form's; absent in histories of version 1. */
  form?: MessageForm;
  /** Whether that answer's sending had begun; absent in histories of version 1. */
  maybeSentBefore?: boolean;
};

/**
 * What the runs of the same request have answered that were reset. `perhaps-report`: its push had begun, and the retry key
 * tells; `perhaps-replied`: its reply had, and nothing tells.
 */
export type EarlierAnswer = 'none' | 'perhaps-report' | 'perhaps-replied' | 'report';

/** Names of the workflow types. */
export const workflowTypes = {
  nearby: 'nearby',
  analysis: 'analysis',
  forget: 'forget',
  sweep: 'sweep',
  lateApology: 'lateApology',
} as const;

/** Workflow id of a nearby search: one per webhook event. */
export const nearbyWorkflowId = (webhookEventId: string) => `nearby:${webhookEventId}`;

/** Workflow id of a forgetting: one per webhook event. */
export const forgetWorkflowId = (webhookEventId: string) => `forget:${webhookEventId}`;

/** Workflow id of the apology for a run that was ended from outside: one per run. Version 1 named no installation. */
export const lateApologyWorkflowId = (runId: string, installation?: string) =>
  ['late-apology', ...(installation ? [installation] : []), runId].join(':');

/** Workflow id of an analysis: one per chat and set of places; both keys are digests. */
export const analysisWorkflowId = (chatKey: string, placeKey: string) => `analysis:${chatKey}:${placeKey}`;
