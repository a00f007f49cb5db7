import { property } from '../connection-errors.ts';
import type { LedgerEntry } from '../workflows/contract.ts';
import type { OutcomeCode } from './outcomes.ts';

/** The calls of a `GeminiClient`, as errors name them. */
export type GeminiCall =
  | LedgerEntry['call']
  | 'uploadJsonl'
  | 'findBatches'
  | 'createBatch'
  | 'getBatch'
  | 'cancelBatch'
  | 'deleteBatch'
  | 'deleteFile'
  | 'downloadResults';

/** What every method of the client takes last. */
export type CallOptions = { signal?: AbortSignal };

/** A 200 that is worth nothing: without text, held back, cut off, or without its sources. */
export class UnusableAnswer extends Error {
  override name = 'UnusableAnswer';
  readonly code: OutcomeCode;

  constructor(code: OutcomeCode) {
    super(code);
    this.code = code;
  }
}

/** A call to Gemini that brought nothing; `classifyGeminiError` says what that means. */
export class GeminiCallError extends Error {
  override name = 'GeminiCallError';
  readonly call: GeminiCall;
  /** The caller's own signal ended it, not the vendor and not the timeout. */
  readonly aborted: boolean;
  /** What the call cost although its answer is of no use. */
  readonly usage: LedgerEntry | undefined;

  constructor(call: GeminiCall, cause: unknown, about: { aborted?: boolean; usage?: LedgerEntry } = {}) {
    super(`Gemini ${call}: ${messageOf(cause)}`, { cause });
    this.call = call;
    this.aborted = about.aborted ?? false;
    this.usage = about.usage;
  }
}

const messageLimit = 500;

function messageOf(cause: unknown): string {
  const message = property(cause, 'message');
  return (typeof message === 'string' ? message : String(cause)).slice(0, messageLimit);
}

/** Runs one call; whatever it throws becomes a `GeminiCallError` that knows which call it was. */
export async function callGemini<T>(
  call: GeminiCall,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GeminiCallError) throw error;
    // The SDK ends a call by "AbortError" for its own timeout and for the caller's signal alike.
    if (!signal?.aborted || property(error, 'name') === 'ApiError') throw new GeminiCallError(call, error);
    throw new GeminiCallError(call, signal.reason, { aborted: property(signal.reason, 'name') !== 'TimeoutError' });
  }
}
