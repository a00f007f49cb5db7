/** One request of a batch as it came in. */
export type BatchItem = {
  key?: string;
  /** What came in `metadata` of an inline item; goes back as it was. */
  metadata?: unknown;
  /** Undefined when the line could not be read. */
  request: unknown;
  /** Why it could not. */
  problem?: string;
};

/** One result; a response or an error. */
export type BatchResult = {
  key?: string;
  metadata?: unknown;
  response?: unknown;
  error?: { code: number; message: string };
};

/** Where news of one job go ("Webhooks", dynamic configuration). */
export type WebhookConfig = { uris: string[]; userMetadata?: unknown };

/** What faults have in store for a job, decided when it is created. */
export type BatchFate = {
  /** Undefined: stays pending. */
  end: string | undefined;
  /** Simulated time from creation to the end; undefined: as long as every job. */
  durationMs: number | undefined;
  failedItems: number;
  shuffled: boolean;
  lostKey: boolean;
  doubledKey: boolean;
  unknownKey: boolean;
  noKey: boolean;
  outputGone: boolean;
  /** The job succeeds and names no output. */
  noOutput: boolean;
  /** Each result comes under the key of the next line. */
  swappedKeys: boolean;
  /** Its name turns out to be that of somebody else's job, with that job's results. */
  foreignJob: boolean;
};

/** A batch job. */
export type Batch = {
  seq: number;
  project: string;
  /** 36 of a-z0-9, without `batches/`. */
  id: string;
  kind: 'generate' | 'embed';
  model: string;
  displayName: string | undefined;
  priority: string | undefined;
  /** `files/…`; undefined for inline requests. */
  inputFile: string | undefined;
  items: BatchItem[];
  enqueuedTokens: number;
  webhookConfig: WebhookConfig | undefined;
  fate: BatchFate;
  /** Without `BATCH_STATE_`. */
  state: string;
  createdAtMs: number;
  updatedAtMs: number;
  endedAtMs: number | undefined;
  results: BatchResult[] | undefined;
  /** `files/batch-…` once a file job has succeeded. */
  outputFile: string | undefined;
  error: { code: number; message: string } | undefined;
};

/** A batch as tests and the phone page see it. */
export type BatchView = {
  id: string;
  /** `batches/…`. */
  name: string;
  /** Name of a further project; empty for the one of the plain key. */
  project: string;
  model: string;
  displayName: string | undefined;
  /** Without `BATCH_STATE_`. */
  state: string;
  keys: (string | undefined)[];
  requestCount: number;
  failedCount: number;
  inputFile: string | undefined;
  outputFile: string | undefined;
  webhookUris: string[];
  createdAtMs: number;
  endedAtMs: number | undefined;
};

/** States in which a job is over. */
export const endStates: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED']);

/** The outside view of a batch. */
export function batchView(batch: Batch): BatchView {
  const { id, project, model, displayName, state, inputFile, outputFile, createdAtMs, endedAtMs } = batch;
  return {
    id,
    name: `batches/${id}`,
    project,
    model,
    displayName,
    state,
    keys: batch.items.map((item) => item.key),
    requestCount: batch.items.length,
    failedCount: batch.results?.filter((result) => result.error).length ?? 0,
    inputFile,
    outputFile,
    webhookUris: batch.webhookConfig?.uris ?? [],
    createdAtMs,
    endedAtMs,
  };
}
