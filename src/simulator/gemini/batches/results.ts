import { type SeededRandom, shuffled } from '../../core/random.ts';
import type { Bill } from '../bill.ts';
import { answerRequest, type Brain } from '../model/answer.ts';
import { embeddingOf } from '../model/embedding.ts';
import { tokensOf } from '../model/response.ts';
import { isRecord } from '../wire/json.ts';
import type { Batch, BatchItem, BatchResult } from './batch.ts';

const invalidArgument = 3;
const internal = 13;
const internalMessage = 'Internal error encountered.';

/** Answers every item of a job, in an order of its own: results are to be matched by key. */
export function resultsOf(batch: Batch, brain: Brain, bill: Bill, random: SeededRandom): BatchResult[] {
  const failing = new Set(shuffled(random, batch.items).slice(0, batch.fate.failedItems));
  const results = batch.items.map((item) => ({
    ...resultOf(batch, item, failing.has(item), brain, bill),
    ...(item.key === undefined ? {} : { key: item.key }),
    ...(item.metadata === undefined ? {} : { metadata: item.metadata }),
  }));
  return shuffled(random, withFate(results, batch));
}

/** The lines of a result file, as JSONL. */
export function resultLines(results: readonly BatchResult[]): Buffer {
  const lines = results.map(({ key, response, error }) => JSON.stringify(error ? { key, error } : { response, key }));
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

function resultOf(batch: Batch, item: BatchItem, fails: boolean, brain: Brain, bill: Bill): BatchResult {
  if (fails) return { error: { code: internal, message: internalMessage } };
  if (item.request === undefined) {
    return { error: { code: invalidArgument, message: 'The line is not a JSON object with a request.' } };
  }
  const line = { batchId: batch.id, displayName: batch.displayName, key: item.key };
  if (batch.kind === 'embed') {
    const tokenCount = tokensOf(JSON.stringify(item.request));
    bill.chargeEmbedding(batch.model, tokenCount, line);
    return { response: { embedding: embeddingOf(brain.seed, item.request), tokenCount: String(tokenCount) } };
  }
  const answered = answerRequest(brain, 'batchItem', batch.model, item.request);
  if (answered.failure) return { error: errorOf(answered.failure.body) };
  bill.charge(batch.model, answered, line);
  return { response: answered.response };
}

function errorOf(body: unknown): { code: number; message: string } {
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  return {
    code: Number(error.code ?? internal),
    message: typeof error.message === 'string' ? error.message : internalMessage,
  };
}

/** What the job's faults do to its results: each hits the first that is left. */
function withFate(results: BatchResult[], { fate }: Batch): BatchResult[] {
  const kept = fate.lostKey ? results.slice(1) : [...results];
  const [first] = kept;
  if (!first) return kept;
  if (fate.doubledKey) kept.push({ ...first });
  if (fate.unknownKey) kept[0] = { ...first, key: 'somebody-elses', metadata: { key: 'somebody-elses' } };
  if (fate.noKey) kept[0] = { ...first, key: undefined, metadata: undefined };
  return kept;
}
