import { timestamp } from '../wire/json.ts';
import { type Batch, endStates } from './batch.ts';

const typePrefix = 'type.googleapis.com/google.ai.generativelanguage.v1main.';

/**
 * The long-running operation of a job ("Batch API reference"): counts are strings, zero counts are left out, `done`
 * appears only at the end. Lists leave inline results out.
 */
export function operationOf(batch: Batch, options: { inList?: boolean } = {}): Record<string, unknown> {
  const ended = endStates.has(batch.state);
  const typeName = batch.kind === 'embed' ? 'EmbedContentBatch' : 'GenerateContentBatch';
  const output = outputOf(batch, options.inList ?? false);
  return {
    name: `batches/${batch.id}`,
    metadata: { '@type': `${typePrefix}${typeName}`, ...batchResource(batch, options.inList) },
    ...(ended ? { done: true } : {}),
    ...(batch.error ? { error: batch.error } : {}),
    ...(output ? { response: { '@type': `${typePrefix}${typeName}Output`, ...output } } : {}),
  };
}

/** The GenerateContentBatch or EmbedContentBatch of a job, which is also what an update answers. */
export function batchResource(batch: Batch, inList = false): Record<string, unknown> {
  const output = outputOf(batch, inList);
  return {
    model: `models/${batch.model}`,
    displayName: batch.displayName,
    ...(batch.inputFile ? { inputConfig: { fileName: batch.inputFile } } : {}),
    ...(output ? { output } : {}),
    createTime: timestamp(batch.createdAtMs),
    ...(batch.endedAtMs === undefined ? {} : { endTime: timestamp(batch.endedAtMs) }),
    updateTime: timestamp(batch.updatedAtMs),
    batchStats: statsOf(batch),
    state: `BATCH_STATE_${batch.state}`,
    name: `batches/${batch.id}`,
    ...(batch.priority === undefined ? {} : { priority: batch.priority }),
  };
}

function outputOf(batch: Batch, inList: boolean): Record<string, unknown> | undefined {
  if (batch.state !== 'SUCCEEDED') return undefined;
  if (batch.outputFile) return { responsesFile: batch.outputFile };
  if (inList || !batch.results) return undefined;
  const responses = batch.results.map(({ response, error, metadata }) => ({
    ...(error ? { error } : { response }),
    ...(metadata === undefined ? {} : { metadata }),
  }));
  return { inlinedResponses: { inlinedResponses: responses } };
}

function statsOf(batch: Batch): Record<string, string> {
  const requestCount = batch.items.length;
  const failed = batch.results?.filter((result) => result.error).length ?? 0;
  const counts = batch.results
    ? { successfulRequestCount: batch.results.length - failed, failedRequestCount: failed }
    : { pendingRequestCount: endStates.has(batch.state) ? 0 : requestCount };
  const all = Object.entries({ requestCount, ...counts });
  return Object.fromEntries(all.filter(([, count]) => count > 0).map(([name, count]) => [name, String(count)]));
}
