import { type SeededRandom, shuffled } from '../../core/random.ts';
import type { Answer } from '../../core/server.ts';
import type { Bill } from '../bill.ts';
import { answerRequest, type Brain } from '../model/answer.ts';
import { embeddingOf } from '../model/embedding.ts';
import { googleError } from '../wire/errors.ts';
import { isRecord } from '../wire/json.ts';
import { codeOf } from '../wire/rpc-codes.ts';
import type { Batch, BatchItem, BatchResult } from './batch.ts';

const internal = googleError('INTERNAL', 'Internal error encountered.');

/** Answers every item of a job, in the order of the requests ("GenerateContentBatchOutput") unless settings or a fault shuffle them. */
export function resultsOf(batch: Batch, brain: Brain, bill: Bill, random: SeededRandom): BatchResult[] {
  const failing = new Set(shuffled(random, batch.items).slice(0, batch.fate.failedItems));
  const results = batch.items.map((item) => ({
    ...resultOf(batch, item, failing.has(item), brain, bill),
    ...(item.key === undefined ? {} : { key: item.key }),
    ...(item.metadata === undefined ? {} : { metadata: item.metadata }),
  }));
  const spoilt = withFate(results, batch);
  return brain.settings.shuffleResults || batch.fate.shuffled ? shuffled(random, spoilt) : spoilt;
}

/** The lines of a result file, as JSONL. */
export function resultLines(results: readonly BatchResult[]): Buffer {
  const lines = results.map(({ key, response, error }) => JSON.stringify(error ? { key, error } : { response, key }));
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

function resultOf(batch: Batch, item: BatchItem, fails: boolean, brain: Brain, bill: Bill): BatchResult {
  const failed = (failure: Answer): BatchResult => ({ error: errorOf(failure, batch, brain) });
  if (fails) return failed(internal);
  if (item.request === undefined) {
    const problem = item.problem ?? 'The line is not a JSON object with a request.';
    return failed(googleError('INVALID_ARGUMENT', problem));
  }
  const line = { batchId: batch.id, displayName: batch.displayName, key: item.key };
  if (batch.kind === 'embed') {
    const embedded = embeddingOf(brain.seed, item.request);
    if (embedded.failure) return failed(embedded.failure);
    const { embedding, tokenCount } = embedded;
    bill.chargeEmbedding(batch.model, tokenCount, line);
    return { response: { embedding, tokenCount: String(tokenCount) } };
  }
  const answered = answerRequest(brain, { route: 'batchItem', project: batch.project }, batch.model, item.request);
  if (answered.failure) return failed(answered.failure);
  bill.charge(batch.model, answered, line);
  return { response: answered.response };
}

/** A google.rpc.Status; seen with codes of google.rpc inline and with those of HTTP in files. */
function errorOf(failure: Answer, batch: Batch, brain: Brain): { code: number; message: string } {
  const error = isRecord(failure.body) && isRecord(failure.body.error) ? failure.body.error : {};
  const codes = brain.settings.itemErrorCodes ?? (batch.inputFile === undefined ? 'rpc' : 'http');
  const code = codes === 'http' ? failure.status : codeOf(error.status);
  return { code, message: typeof error.message === 'string' ? error.message.trim() : '' };
}

/** What the job's faults do to its results: each hits the first that is left. */
function withFate(results: BatchResult[], { fate }: Batch): BatchResult[] {
  const kept = fate.lostKey ? results.slice(1) : [...results];
  const [first] = kept;
  if (!first) return kept;
  if (fate.doubledKey) kept.push({ ...first });
  if (fate.unknownKey) kept[0] = { ...first, key: 'somebody-elses', metadata: { key: 'somebody-elses' } };
  if (fate.noKey) kept[0] = { ...first, key: undefined, metadata: undefined };
  return fate.swappedKeys ? underTheNextKey(kept) : kept;
}

function underTheNextKey(results: readonly BatchResult[]): BatchResult[] {
  return results.map((result, index) => {
    const next = results[(index + 1) % results.length] ?? result;
    return { ...result, key: next.key, metadata: next.metadata };
  });
}

/** What the job of somebody else brings: its results, as far as they go, under the keys of this job's lines. */
export function foreignResults(batch: Batch, foreign: readonly BatchResult[]): BatchResult[] {
  return batch.items.flatMap(({ key, metadata }, index) => {
    const result = foreign[index];
    return result ? [{ ...result, key, metadata }] : [];
  });
}
