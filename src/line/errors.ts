import { HTTPFetchError } from '@line/bot-sdk';
import { isBeforeConnection, property } from '../connection-errors.ts';
import { usableHintMs } from '../retry-pause.ts';

/** A call that was not made because LINE would have refused it. */
export class BadLineCall extends Error {
  override name = 'BadLineCall';
}

/**
 * Every way in which a call to LINE fails.
 *
 * `retryable`: surely not done, may work later. `permanent`: surely not done, will not work. `unknown`: nobody knows;
 * a push may be repeated under its retry key, a reply may not.
 */
const failures = {
  LineInvalidReplyToken: { kind: 'permanent', sent: false },
  LineBadRequest: { kind: 'permanent', sent: false },
  LineUnreachableRecipient: { kind: 'permanent', sent: false },
  LineMonthlyQuota: { kind: 'permanent', sent: false },
  LineAlreadyAccepted: { kind: 'permanent', sent: true },
  /** These wait for an operator, who can put a new token or plan in place while the run lives. */
  LineUnauthorized: { kind: 'retryable', sent: false },
  LineForbidden: { kind: 'retryable', sent: false },
  LineRateLimited: { kind: 'retryable', sent: false },
  LineUnreachable: { kind: 'retryable', sent: false },
  LineServerError: { kind: 'unknown', sent: 'maybe' },
  LineTimeout: { kind: 'unknown', sent: 'maybe' },
  LineConnectionLost: { kind: 'unknown', sent: 'maybe' },
  LineAborted: { kind: 'unknown', sent: 'maybe' },
  /** A 2xx whose body is not what LINE documents. */
  LineUnreadableAnswer: { kind: 'unknown', sent: true },
  LineUnexpected: { kind: 'unknown', sent: 'maybe' },
} as const;

type Code = keyof typeof failures;

/** What an error of a call to LINE means. */
type LineFailure = {
  kind: 'retryable' | 'permanent' | 'unknown';
  code: Code;
  /** Whether LINE has taken the message. */
  sent: boolean | 'maybe';
  /** HTTP status, when there was an answer. */
  status?: number;
  /** LINE's request id, for the log. */
  requestId?: string;
  /** How long LINE asks to wait (`Retry-After`, which it does not document), milliseconds; see `usableHintMs`. */
  retryAfterMs?: number;
};

/**
 * Sorts an error of a call to LINE ("Status codes" and "Error responses" in the Messaging API reference). LINE does not
 * promise its texts: they decide only between the two kinds of 429, and elsewhere only which code a refusal gets.
 */
export function classifyLineError(error: unknown): LineFailure {
  if (!(error instanceof HTTPFetchError)) return failure(codeWithoutStatus(error));
  const requestId = error.headers.get('x-line-request-id') ?? undefined;
  const found = { ...failure(codeOfStatus(error.status, error.body)), status: error.status, requestId };
  const retryAfterMs = retryAfterMsOf(error.headers.get('retry-after'));
  return retryAfterMs === undefined ? found : { ...found, retryAfterMs };
}

/** Whole seconds; the form with a date would compare LINE's clock with ours and is ignored. */
function retryAfterMsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header.trim()) ? usableHintMs(Number(header) * 1000) : undefined;
}

/**
 * Whether LINE refused what was to be sent, not the recipient, the token or the quota: the same in another form may pass. A
 * refused reply leaves its token unused then.
 */
export function isRefusalOfMessage(code: string): boolean {
  return code === 'LineBadRequest';
}

function failure(code: Code): LineFailure {
  return { code, ...failures[code] };
}

function codeOfStatus(status: number, body: string): Code {
  switch (status) {
    case 401:
      return 'LineUnauthorized';
    case 403:
      return 'LineForbidden';
    case 404:
      return 'LineUnreachableRecipient';
    case 409:
      return 'LineAlreadyAccepted';
    case 429:
      return /monthly limit/i.test(body) ? 'LineMonthlyQuota' : 'LineRateLimited';
    case 400:
      if (/invalid reply token/i.test(body)) return 'LineInvalidReplyToken';
      return /failed to send messages/i.test(body) ? 'LineUnreachableRecipient' : 'LineBadRequest';
    case 408:
      return 'LineServerError';
    default:
      return status >= 400 && status < 500 ? 'LineBadRequest' : 'LineServerError';
  }
}

function codeWithoutStatus(error: unknown): Code {
  if (error instanceof BadLineCall) return 'LineBadRequest';
  switch (property(error, 'name')) {
    case 'SyntaxError':
    case 'ZodError':
      return 'LineUnreadableAnswer';
    case 'TimeoutError':
      return 'LineTimeout';
    case 'AbortError':
      return 'LineAborted';
    default:
      // `fetch` wraps what happened at the socket in a TypeError: "fetch failed" before the answer, "terminated" within.
      if (property(error, 'cause') === undefined) return 'LineUnexpected';
      return isBeforeConnection(property(error, 'cause')) ? 'LineUnreachable' : 'LineConnectionLost';
  }
}
