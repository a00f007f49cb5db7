import type { GeminiSimulatorOptions } from './simulator.ts';

/** Options that say nothing when they are left out, or are no settings. */
type Apart =
  | 'port'
  | 'clock'
  | 'journal'
  | 'seed'
  | 'secrets'
  | 'idSeed'
  | 'geminiApiKey'
  | 'faults'
  | 'signatureTimeMs';
type MayBeUnset = 'maxEnqueuedTokens' | 'itemErrorCodes';

/** The options with their defaults filled in. */
export type GeminiSettings = Required<Omit<GeminiSimulatorOptions, Apart | MayBeUnset>> &
  Pick<GeminiSimulatorOptions, MayBeUnset>;

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

const defaults: GeminiSettings = {
  batchSeconds: 8,
  maxConcurrentBatches: 100,
  usageTier: 1,
  maxRequestBytes: 100 * mebibyte,
  maxInlineBatchBytes: 20 * mebibyte,
  maxFileBytes: 2 * gibibyte,
  maxStorageBytes: 20 * gibibyte,
  maxSchemaDepth: 32,
  shuffleResults: false,
  filePollsUntilActive: 0,
  getOfResultFile: 'refused',
  refusedMimeTypes: [],
  moreModels: [],
  answers: [],
  docsCompat: false,
  signWith: 'jwt',
  jwtClaims: {},
  userMetadataIn: 'data',
  eventBatchId: 'name',
  eventOutputUri: 'name',
  pingEventType: 'ping',
  webhookTimeoutMs: 10_000,
  disableFailingWebhooks: false,
  badLines: 'fail-line',
  endedJobsHaveError: true,
  cancelOfEndedJob: 'nothing',
  jobExpiryHours: 48,
  outputLifetimeHours: 48,
  mapsInBatch: true,
  imageModelsSay: 'text-and-image',
  mapsWithResponseFormat: false,
  unknownFields: 'refuse',
  v1Fields: 'all',
};

/** Fills in the defaults; the limits are those of the pages "Batch API", "Files API" and "Rate limits". */
export function settingsOf(options: GeminiSimulatorOptions): GeminiSettings {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults, ...given };
}
