import { ApiError } from '@google/genai';
import { isBeforeConnection, property } from '../connection-errors.ts';
import { type GeminiCall, GeminiCallError } from './call.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';

/**
 * Every way in which a call to Gemini fails.
 *
 * `kind`: `retryable` may work later, `permanent` will not work as it stands, `unknown` may have been done (and billed).
 * `onCreate`: the kind for `batches.create`, which is not idempotent: there an error of the server is no "no".
 * `sent`: whether Gemini has got the request. `userText`: what the user is told when it ends there.
 */
const failures = {
  GeminiRateLimited: { kind: 'retryable', sent: true, userText: 'busy' },
  /** 429 of `batches.create`: too many jobs at once or too many enqueued tokens. */
  GeminiBatchQuota: { kind: 'retryable', sent: true, userText: 'busy' },
  GeminiDayQuota: { kind: 'permanent', sent: true, userText: 'quota' },
  GeminiOverloaded: { kind: 'retryable', onCreate: 'unknown', sent: true, userText: 'busy' },
  GeminiServerError: { kind: 'retryable', onCreate: 'unknown', sent: true, userText: 'broken' },
  GeminiBadKey: { kind: 'permanent', sent: true, userText: 'broken' },
  /** Country not served, billing not switched on. */
  GeminiPrecondition: { kind: 'permanent', sent: true, userText: 'broken' },
  GeminiBadRequest: { kind: 'permanent', sent: true, userText: 'refused' },
  GeminiUnsupportedMime: { kind: 'permanent', sent: true, userText: 'broken' },
  /** A file that is gone or belongs to another project: Gemini does not tell which. */
  GeminiFileGone: { kind: 'permanent', sent: true, userText: 'broken' },
  GeminiModelUnknown: { kind: 'permanent', sent: true, userText: 'broken' },
  GeminiNotFound: { kind: 'permanent', sent: true, userText: 'broken' },
  GeminiUnreachable: { kind: 'retryable', sent: false, userText: 'busy' },
  GeminiTimeout: { kind: 'unknown', sent: 'maybe', userText: 'busy' },
  GeminiConnectionLost: { kind: 'unknown', sent: 'maybe', userText: 'busy' },
  /** The caller stopped waiting. */
  GeminiAborted: { kind: 'unknown', sent: 'maybe', userText: 'broken' },
  /** An answer that is not what Gemini documents. */
  GeminiUnreadableAnswer: { kind: 'unknown', sent: true, userText: 'broken' },
  GeminiUnexpected: { kind: 'unknown', sent: 'maybe', userText: 'broken' },
} as const;

type Code = keyof typeof failures;

/** What an error of a call to Gemini means. */
export type GeminiFailure = {
  kind: 'retryable' | 'permanent' | 'unknown';
  code: Code;
  /** Whether Gemini has got the request. */
  sent: boolean | 'maybe';
  /** Which sentence tells the user. */
  userText: 'busy' | 'quota' | 'refused' | 'broken';
  /** How long Gemini asks to wait, milliseconds. */
  retryAfterMs?: number;
  /** The quota of the day is used up; it comes back at midnight Pacific time. */
  dayQuota?: true;
};

/**
 * Sorts an error of a call to Gemini ("Troubleshooting guide", "Rate limits"). Takes what the client throws, and the
 * bare errors of the SDK and of fetch. Messages decide only where status and details leave a question open.
 */
export function classifyGeminiError(error: unknown): GeminiFailure {
  if (!(error instanceof GeminiCallError)) return failureOf(error, undefined);
  return error.aborted ? failure('GeminiAborted') : failureOf(error.cause, error.call);
}

function failureOf(error: unknown, call: GeminiCall | undefined): GeminiFailure {
  const isCreate = call === 'createBatch';
  if (!(error instanceof ApiError)) return failure(codeWithoutStatus(error), isCreate);
  const body = readErrorBody(error.message);
  const found = failure(codeOfStatus(error.status, body, isCreate), isCreate);
  if (found.code === 'GeminiDayQuota') return { ...found, dayQuota: true };
  return body.retryAfterMs === undefined ? found : { ...found, retryAfterMs: body.retryAfterMs };
}

function failure(code: Code, isCreate = false): GeminiFailure {
  const { kind, sent, userText, ...rest } = failures[code];
  return { code, kind: isCreate && 'onCreate' in rest ? rest.onCreate : kind, sent, userText };
}

function codeOfStatus(status: number, body: ErrorBody, isCreate: boolean): Code {
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
      return isCreate ? 'GeminiBatchQuota' : 'GeminiRateLimited';
    case 503:
      return 'GeminiOverloaded';
    default:
      return status >= 500 ? 'GeminiServerError' : 'GeminiBadRequest';
  }
}

function codeOfBadRequest({ message, status, reason }: ErrorBody): Code {
  if (reason === 'API_KEY_INVALID' || /^API key (?:not valid|expired)/.test(message)) return 'GeminiBadKey';
  if (status === 'FAILED_PRECONDITION') return 'GeminiPrecondition';
  return /unsupported mime type/i.test(message) ? 'GeminiUnsupportedMime' : 'GeminiBadRequest';
}

/** Errors without an answer of Gemini: of fetch, of timers, of reading what came; the SDK wraps some of them. */
function codeWithoutStatus(error: unknown): Code {
  for (let link = error, depth = 0; link !== undefined && depth < 4; link = property(link, 'cause'), depth++) {
    const code = codeOfLink(link);
    if (code) return code;
  }
  return 'GeminiUnexpected';
}

function codeOfLink(error: unknown): Code | undefined {
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
