import type { SimulatorClock } from '../core/clock.ts';
import type { Faults } from '../core/faults.ts';
import type { Journal } from '../core/journal.ts';
import type { BatchView } from './batches/batch.ts';
import type { BillEntry } from './bill.ts';
import type { RegisteredWebhook } from './webhooks/registered.ts';
import type { ManualDelivery } from './webhooks/webhooks.ts';

/** How a simulated Gemini is set up. */
export type GeminiSimulatorOptions = {
  /** 0 takes a free port. */
  port: number;
  clock: SimulatorClock;
  journal: Journal;
  seed: number;
  /** Simulated seconds from the creation of a job to its end; default 8. */
  batchSeconds?: number;
  /** Jobs that may be alive at once; default 100. */
  maxConcurrentBatches?: number;
  /** Tokens that the live jobs of one model may have in all; default: no limit, for it differs by model and tier. */
  maxEnqueuedTokens?: number;
  /** Adds what curl samples of the "Batch API" page read and the API does not send; default false. */
  docsCompat?: boolean;
  /** Default: a key of the seed. */
  geminiApiKey?: string;
  /** How events of jobs are signed; default `v1a`. */
  signWith?: 'v1a' | 'jwt';
  /** Where events echo the job's user metadata; default `data`. */
  userMetadataIn?: 'data' | 'top' | 'none';
  /** Time that webhook signatures carry, milliseconds since the epoch; default: the simulator's clock. */
  signatureTimeMs?: () => number;
};

/** Gemini on this machine. */
export type GeminiSimulator = {
  /** `http://127.0.0.1:port`, for `httpOptions.baseUrl`. */
  url: string;
  geminiApiKey: string;
  faults: Faults;
  /** All jobs, oldest first. */
  batches: () => BatchView[];
  /** Puts a live job into a state (`SUCCEEDED`, `FAILED`, … or any other text). Rejects for one that has ended. */
  setBatchState: (id: string, state: string) => Promise<void>;
  bill: () => BillEntry[];
  webhooks: {
    /** Sends an event by hand: again, twice, badly signed, too old, or about somebody else's job. */
    deliver: (wish: ManualDelivery) => Promise<(number | undefined)[]>;
    /** Resolves once no delivery is under way; retries that wait for the clock do not count. */
    settled: () => Promise<void>;
    registered: () => RegisteredWebhook[];
  };
  /** Called when jobs, the bill or deliveries have changed; returns a function that stops it. */
  subscribe: (listener: () => void) => () => void;
  /** Forgets everything but the keys: jobs, files, bill, faults, endpoints, and the journal. */
  reset: () => void;
  close: () => Promise<void>;
};
