/** Where a batch job stands; `missing` when Gemini does not know it, `unknown` for a state that no page names. */
export type BatchState =
  | 'pending'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'expired'
  | 'missing'
  | 'unknown';

const states = new Map<string, BatchState>([
  ['PENDING', 'pending'],
  ['RUNNING', 'running'],
  ['SUCCEEDED', 'succeeded'],
  ['FAILED', 'failed'],
  ['CANCELLED', 'cancelled'],
  ['EXPIRED', 'expired'],
]);

/**
 * Reads a state as REST writes it (`BATCH_STATE_X`) or as the SDKs and the "Batch API" page do (`JOB_STATE_X`). A state
 * that is not on that page (the SDKs list more) is `unknown`, which is to be treated as "not finished".
 */
export function batchStateOf(rawState: string): BatchState {
  return states.get(rawState.replace(/^(?:BATCH|JOB)_STATE_/, '')) ?? 'unknown';
}
