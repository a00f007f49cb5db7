import { isRecord } from '../wire/json.ts';
import type { Batch } from './batch.ts';

/**
 * An operation with the members that the curl samples of the "Batch API" page read and the API does not send: `done`
 * while the job runs, states in the SDKs' words, and `state` and `dest` at the top.
 */
export function inDocsForm(operation: Record<string, unknown>, batch: Batch): Record<string, unknown> {
  const state = `JOB_STATE_${batch.state}`;
  const { metadata } = operation;
  return {
    done: false,
    ...operation,
    metadata: isRecord(metadata) ? { ...metadata, state } : metadata,
    state,
    ...(batch.outputFile ? { dest: { fileName: batch.outputFile } } : {}),
  };
}
