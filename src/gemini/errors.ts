import { ApiError } from '@google/genai';
import { isBeforeConnection, property } from '../connection-errors.ts';
import type { ApologyReason } from '../workflows/contract.ts';
import { type GeminiCall, GeminiCallError, UnusableAnswer } from './call.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import { type CallClass, type FailureKind, type Outcome, type OutcomeCode, outcomes } from './outcomes.ts';

/** The class of each call. */
const classes: Record<GeminiCall, CallClass> = {
  searchPlaces: 'paidRead',
  extractNames: 'paidRead',
  collectReviews: 'paidRead',
  answerNow: 'paidRead',
  batchLine: 'paidRead',
  uploadJsonl: 'safeWrite',
  cancelBatch: 'safeWrite',
  deleteBatch: 'safeWrite',
  deleteFile: 'safeWrite',
  createBatch: 'create',
  findBatches: 'freeRead',
  getBatch: 'freeRead',
  downloadResults: 'freeRead',
};

/** What an error of a call to Gemini means, by the table of `outcomes.ts`. */
export type GeminiFailure = {
  kind: FailureKind;
  code: OutcomeCode;
  /** Class of the call; of a bare error without one, that of a paid read. */
  callClass: CallClass;
  billed: 'no' | 'maybe' | 'yes';
  /** Whether Gemini has received the request. */
  sent: boolean | 'maybe';
  /** What the user is told when it ends there. */
  apology: ApologyReason;
  needsOperator: boolean;
  /** How long Gemini asks to wait, milliseconds; never zero, negative or longer than a day. */
  retryAfterMs?: number;
};

/**
 * Sorts an error of a call to Gemini ("Troubleshooting guide", "Rate limits"). Takes what the client throws, and the
 * bare errors of the SDK and of fetch. Messages decide only where status and details leave a question open.
 */
export function classifyGeminiError(error: unknown): GeminiFailure {
  if (!(error instanceof GeminiCallError)) return failureOf(error, 'paidRead');
  const callClass = classes[error.call];
  return error.aborted ? failure('GeminiAborted', callClass) : failureOf(error.cause, callClass);
}

function failureOf(error: unknown, callClass: CallClass): GeminiFailure {
  if (error instanceof UnusableAnswer) return failure(error.code, callClass);
  if (!(error instanceof ApiError)) return failure(codeWithoutStatus(error), callClass);
  const body = readErrorBody(error.message);
  const found = failure(codeOfStatus(error.status, body, callClass), callClass);
  // The short RetryInfo of a day quota is not to be believed.
  if (found.code === 'GeminiDayQuota' || body.retryAfterMs === undefined) return found;
  return { ...found, retryAfterMs: body.retryAfterMs };
}

function failure(code: OutcomeCode, callClass: CallClass): GeminiFailure {
  const row: Outcome = outcomes[code];
  const kind = row[callClass];
  const billed = kind === 'unknown' && row.billed === 'no' ? 'maybe' : row.billed;
  const { sent, apology, needsOperator = false } = row;
  return { code, kind, callClass, billed, sent, apology, needsOperator };
}

function codeOfStatus(status: number, body: ErrorBody, callClass: CallClass): OutcomeCode {
  switch (status) {
    case 400:
      return codeOfBadRequest(body);
    case 401:
      return 'GeminiBadKey';
    case 403:
      return /\bfile\b.*may not exist/is.test(body.message) ? 'GeminiFileGone' : 'GeminiBadKey';
    case 404:
      return /^models\/\S+ is not found/.test(body.message) ? 'GeminiModelUnknown' : 'GeminiNotFound';
    case 408:
    case 499:
    case 504:
      return 'GeminiTimeout';
    case 429:
      if (body.quotaIds.some((id) => id.includes('PerDay'))) return 'GeminiDayQuota';
      return callClass === 'create' ? 'GeminiBatchQuota' : 'GeminiRateLimited';
    case 503:
      return 'GeminiOverloaded';
    default:
      return status >= 500 ? 'GeminiServerError' : 'GeminiBadRequest';
  }
}

function codeOfBadRequest({ message, status, reason }: ErrorBody): OutcomeCode {
  if (reason === 'API_KEY_INVALID' || /^API key (?:not valid|expired)/.test(message)) return 'GeminiBadKey';
  if (status === 'FAILED_PRECONDITION') return 'GeminiPrecondition';
  return /unsupported mime type/i.test(message) ? 'GeminiUnsupportedMime' : 'GeminiBadRequest';
}

/** Errors without an answer of Gemini: of fetch, of timers, of reading what came; the SDK wraps some of them. */
function codeWithoutStatus(error: unknown): OutcomeCode {
  for (let link = error, depth = 0; link !== undefined && depth < 4; link = property(link, 'cause'), depth++) {
    const code = codeOfLink(link);
    if (code) return code;
  }
  return 'GeminiUnexpected';
}

function codeOfLink(error: unknown): OutcomeCode | undefined {
  switch (property(error, 'name')) {
    case 'AbortError':
    case 'TimeoutError':
      return 'GeminiTimeout';
    case 'SyntaxError':
    case 'ZodError':
    case '$ZodError':
      return 'GeminiUnreadableAnswer';
    default:
  }
  // "fetch failed" tells nothing; its cause does.
  if (isBeforeConnection(error) || isBeforeConnection(property(error, 'cause'))) return 'GeminiUnreachable';
  return isFetchFailure(error) ? 'GeminiConnectionLost' : undefined;
}

/** undici: "fetch failed" before the headers, "terminated" after them; Node's socket errors come as their cause. */
function isFetchFailure(error: unknown): boolean {
  const code = property(error, 'code');
  if (typeof code === 'string' && /^(?:E[A-Z]+|UND_ERR_\w+)$/.test(code)) return true;
  const message = String(property(error, 'message'));
  return property(error, 'name') === 'TypeError' && /^(?:fetch failed|terminated)/.test(message);
}
