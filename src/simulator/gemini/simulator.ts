import type { SimulatorClock } from '../core/clock.ts';
import type { Faults } from '../core/faults.ts';
import type { Journal } from '../core/journal.ts';
import type { SimulatorSecrets } from '../secrets.ts';
import type { BatchView } from './batches/batch.ts';
import type { BillEntry } from './bill.ts';
import type { AddedModel } from './model/more-models.ts';
import type { ScriptedAnswer } from './model/scripted.ts';
import type { RegisteredWebhook } from './webhooks/registered.ts';
import type { ManualDelivery } from './webhooks/webhooks.ts';

/** How a simulated Gemini is set up. */
export type GeminiSimulatorOptions = {
  /** In place of those of the seed; the keys that sign events are random then. */
  secrets?: Pick<SimulatorSecrets, 'geminiApiKey'>;
  /** 0 takes a free port. */
  port: number;
  clock: SimulatorClock;
  journal: Journal;
  /** One seed gives the same content, key and signing keys. */
  seed: number;
  /** Gives the same ids at each start and after each reset, for tests that compare runs. Default: ids never repeat. */
  idSeed?: number;
  /** Simulated seconds from the creation of a job to its end; default 8. With Infinity jobs move by `setBatchState` alone. */
  batchSeconds?: number;
  /** Jobs of a project that may be alive at once; default 100. */
  maxConcurrentBatches?: number;
  /** Whose limits of enqueued tokens hold, by model ("Rate limits"); default 1. */
  usageTier?: 1 | 2 | 3;
  /** Tokens that the live jobs of one model may have in all, in place of the tier's limit. */
  maxEnqueuedTokens?: number;
  /** Largest body of a request, but for the bytes of files; default 100 MiB. */
  maxRequestBytes?: number;
  /** Largest body that creates a job from inline requests; default 20 MiB. */
  maxInlineBatchBytes?: number;
  /** Default 2 GiB. */
  maxFileBytes?: number;
  /** What the files of a project may come to; default 20 GiB. */
  maxStorageBytes?: number;
  /** Nested objects and arrays in a response schema; default 32. */
  maxSchemaDepth?: number;
  /** Whether results of jobs come in a random order, as was reported of Google; default false: the order of the requests. */
  shuffleResults?: boolean;
  /** How often an uploaded file is shown as PROCESSING before it is ACTIVE; default 0. */
  filePollsUntilActive?: number;
  /** Whether reading a result file is refused because its name is too long, as Google was seen to do; default `refused`. */
  getOfResultFile?: 'refused' | 'served';
  /** MIME types that an upload is refused for, as happened to `jsonl` in 2025; default: none. */
  refusedMimeTypes?: readonly string[];
  /** Models that answer besides those that are built in, by name or with what they can do; default: none. */
  moreModels?: readonly (string | AddedModel)[];
  /** What the model says to requests that fit, the first one first; `answerWith` adds more. */
  answers?: readonly ScriptedAnswer[];
  /** Adds what curl samples of the "Batch API" page read and the API does not send; default false. */
  docsCompat?: boolean;
  /** Default: a key of the seed. */
  geminiApiKey?: string;
  /** How events of jobs are signed: RS256 token, as documented, or Ed25519 as a delivery was reported; default `jwt`. */
  signWith?: 'v1a' | 'jwt';
  /** Claims of the tokens of `jwt`; default: this server's address, the endpoint, and 300 seconds. */
  jwtClaims?: { issuer?: string; audience?: string; lifetimeSeconds?: number };
  /** Where events echo the job's user metadata; default `data`. */
  userMetadataIn?: 'data' | 'top' | 'none';
  /** `data.id` of events: `batches/…`, or what follows it; default `name`. */
  eventBatchId?: 'name' | 'id';
  /** `output_file_uri` of events: `files/…`, an address, or left out; default `name`. */
  eventOutputUri?: 'name' | 'uri' | 'none';
  /** Default `ping`. */
  pingEventType?: string;
  /** Real time that an endpoint has to answer; default 10,000. */
  webhookTimeoutMs?: number;
  /** Whether a registered endpoint is disabled once a delivery was given up, within 24 hours; default false. */
  disableFailingWebhooks?: boolean;
  /** Whether a line that is no request fails alone, or the whole job is refused; default `fail-line`. */
  badLines?: 'fail-line' | 'refuse-job';
  /** Codes of failed items; default: those of google.rpc inline, those of HTTP in files, as both were seen. */
  itemErrorCodes?: 'rpc' | 'http';
  /** Whether the operation of a cancelled or expired job has an `error`; default true. */
  endedJobsHaveError?: boolean;
  /** What cancelling a job that has ended does: nothing, or 400; default `nothing`. */
  cancelOfEndedJob?: 'nothing' | 'refused';
  /** After how many hours a job that has not ended expires; default 48. */
  jobExpiryHours?: number;
  /** How long result files stay; default 48. */
  outputLifetimeHours?: number;
  /** What models that make pictures answer when no modality is named; default `text-and-image`. */
  imageModelsSay?: 'text-and-image' | 'text';
  /** Whether items of a job may use Google Maps; default true. */
  mapsInBatch?: boolean;
  /** Whether `responseFormat` goes together with Google Maps; default false. */
  mapsWithResponseFormat?: boolean;
  /** Whether members that the API does not know are refused, as Google does; default `refuse`. */
  unknownFields?: 'refuse' | 'ignore';
  /** Whether `v1` takes all fields, or only those that its published interface has: no tools, no system instruction; default `all`. */
  v1Fields?: 'all' | 'published';
  /** Time that webhook signatures carry, milliseconds since the epoch; default: the simulator's clock. */
  signatureTimeMs?: () => number;
  /** Default: none, and those that are added follow the seed. */
  faults?: Faults;
};

/** Gemini on this machine. */
export type GeminiSimulator = {
  /** `http://127.0.0.1:port`, for `httpOptions.baseUrl`. */
  url: string;
  /** The key of a project; with a colon and a name behind it, of another project of that name. */
  geminiApiKey: string;
  faults: Faults;
  /** All jobs of all projects, oldest first. */
  batches: () => BatchView[];
  /** Puts a live job into a state (`SUCCEEDED`, `FAILED`, … or any other text). Rejects for one that has ended. */
  setBatchState: (id: string, state: string) => Promise<void>;
  bill: () => BillEntry[];
  /** Has the model say something to requests that fit, before all that were added earlier. */
  answerWith: (answer: ScriptedAnswer) => void;
  webhooks: {
    /** Sends an event by hand: again, twice, badly signed, too old, or about somebody else's job. */
    deliver: (wish: ManualDelivery) => Promise<(number | undefined)[]>;
    /** Resolves once no delivery is under way; retries that wait for the clock do not count. */
    settled: () => Promise<void>;
    registered: () => RegisteredWebhook[];
  };
  /** Called when jobs, the bill or deliveries have changed; returns a function that stops it. */
  subscribe: (listener: () => void) => () => void;
  /**
   * As after the start: jobs, files, bill, faults, endpoints and deliveries are forgotten, and the journal is empty. Clock and keys stay, and so do the `answers` of the options.
   */
  reset: () => void;
  close: () => Promise<void>;
};
