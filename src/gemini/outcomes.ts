import type { ApologyReason } from '../workflows/contract.ts';

/**
 * Classes of calls, by what repeating one costs. `freeRead`: nothing. `safeWrite`: nothing, and it leaves something behind.
 * `paidRead`: the price again. `create`: a second job and a second bill.
 */
export type CallClass = 'freeRead' | 'safeWrite' | 'paidRead' | 'create';

/** `retryable` may work later, `permanent` will not work as it stands, `unknown` may have been done (and billed). */
export type FailureKind = 'retryable' | 'permanent' | 'unknown';

/** What an outcome means. */
export type Outcome = Record<CallClass, FailureKind> & {
  /** Whether the attempt costs something; a `create` of kind `unknown` may, whatever stands here. */
  billed: 'no' | 'maybe' | 'yes';
  /** Whether Gemini has received the request. */
  sent: boolean | 'maybe';
  /** What the user is told when it ends there. */
  apology: ApologyReason;
  /** Only an operator can end it, who may do so while runs wait. */
  needsOperator?: true;
};

const always = <Kind extends FailureKind>(kind: Kind) => ({
  freeRead: kind,
  safeWrite: kind,
  paidRead: kind,
  create: kind,
});
const later = always('retryable');
const never = always('permanent');
const unknown = always('unknown');
const untilOperator = { ...later, paidRead: 'permanent', create: 'permanent', needsOperator: true } as const;

const refused = { billed: 'no', sent: true, apology: 'GeminiUnavailable' } as const;
const noAnswer = { billed: 'maybe', sent: 'maybe', apology: 'GeminiUnavailable' } as const;
const ofNoUse = { billed: 'yes', sent: true, apology: 'ModelRefused' } as const;

/**
 * Every way in which a call to Gemini brings nothing, and what that means for each class of call. Whatever is not here is
 * an answer. Imports nothing that runs, so that workflows can read it.
 */
export const outcomes = {
  GeminiRateLimited: { ...later, ...refused },
  /** 429 of `batches.create`: too many jobs at once or too many enqueued tokens. */
  GeminiBatchQuota: { ...later, ...refused },
  /** Comes back at midnight Pacific time. */
  GeminiDayQuota: { ...later, paidRead: 'permanent', create: 'permanent', ...refused, apology: 'DayQuota' },
  /** The job of a create may exist all the same. */
  GeminiOverloaded: { ...later, create: 'unknown', ...refused },
  GeminiServerError: { ...later, create: 'unknown', ...noAnswer, sent: true },
  GeminiBadKey: { ...untilOperator, ...refused },
  /** Country not served, billing not switched on. */
  GeminiPrecondition: { ...untilOperator, ...refused },
  /** A look at a paid job is not given up for one odd answer. */
  GeminiBadRequest: { ...never, freeRead: 'retryable', ...refused },
  GeminiUnsupportedMime: { ...never, ...refused },
  /** A file that is gone or belongs to another project: Gemini does not tell which. Callers look again first. */
  GeminiFileGone: { ...never, ...refused },
  GeminiModelUnknown: { ...never, ...refused },
  /** Callers look again first. */
  GeminiNotFound: { ...never, ...refused },
  GeminiUnreachable: { ...later, ...refused, sent: false },
  GeminiTimeout: { ...unknown, ...noAnswer },
  GeminiConnectionLost: { ...unknown, ...noAnswer },
  /** The caller stopped waiting. */
  GeminiAborted: { ...unknown, ...noAnswer },
  /** An answer that is not what Gemini documents. */
  GeminiUnreadableAnswer: { ...unknown, ...noAnswer, sent: true },
  GeminiUnexpected: { ...unknown, ...noAnswer },
  /** A 200 without text. */
  GeminiEmptyAnswer: { ...later, ...ofNoUse },
  /** The prompt or the answer was held back. */
  GeminiBlocked: { ...later, ...ofNoUse },
  /** Ended by MAX_TOKENS before enough of it came whole. */
  GeminiCutOff: { ...later, ...ofNoUse },
  /** A grounded answer with text that neither names its sources nor says that nothing was found. */
  GeminiNoSources: { ...later, ...ofNoUse },
} as const satisfies Record<string, Outcome>;

/** Name of an outcome; also the type of the failure that Temporal shows. */
export type OutcomeCode = keyof typeof outcomes;
