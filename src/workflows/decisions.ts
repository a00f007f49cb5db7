import type { BatchState } from '../gemini/batch-states.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const firstPollsMs = [
  60 * secondMs,
  60 * secondMs,
  60 * secondMs,
  60 * secondMs,
  60 * secondMs,
  2 * minuteMs,
  5 * minuteMs,
];

/** How long LINE's retry key is trusted: it lives 24 h from the first request, an hour is kept back. */
export const pushWindowMs = 23 * 60 * minuteMs;

/** A reply is tried until the token is this old; it works for about a minute after LINE's webhook has come. */
const replyWindowMs = 50 * secondMs;

/** The longest that the API takes to hand a token over once it calls Temporal; its own deadline is far below. */
const handOverMs = 5 * secondMs;

/**
 * Age of a reply token since we received it, at most.
 *
 * @param takenAtMs when Temporal stored it, and `nowMs`, by Temporal's clock: no two machines' clocks are compared.
 * @param receivedAgoMs how long the API had it before, by the API's clock.
 */
export function tokenAgeMs(token: { takenAtMs: number; receivedAgoMs?: number }, nowMs: number): number {
  return nowMs - token.takenAtMs + (token.receivedAgoMs ?? 0) + handOverMs;
}

/** Pause before poll number `poll` (from 0): every minute for five minutes, then 2, 5, 10, 10 ... minutes. */
export function pollDelayMs(poll: number): number {
  return firstPollsMs[poll] ?? 10 * minuteMs;
}

/** After a create of unknown outcome the server can accept it this long: its own timeout is 60 s at most, and 30 s. */
export const unknownCreateMs = 90 * secondMs;

/** Pause after create number `create` (from 1) of unknown outcome: a minute and a half, growing to ten minutes. */
export function createPauseMs(create: number): number {
  return Math.min(unknownCreateMs * 1.5 ** (create - 1), 10 * minuteMs);
}

/** Pause before a refused batch is offered again, attempt from 0: half a minute, doubling to ten minutes. */
export function queueDelayMs(attempt: number): number {
  return Math.min(30 * secondMs * 2 ** attempt, 10 * minuteMs);
}

/** What a look at the batch means. `missingInARow` counts consecutive 404s, this one included. */
export function afterCheck(state: BatchState, missingInARow: number): 'fetch' | 'wait' | 'give-up' {
  switch (state) {
    case 'succeeded':
      return 'fetch';
    case 'pending':
    case 'running':
    case 'unknown':
      return 'wait';
    case 'failed':
    case 'cancelled':
    case 'expired':
      return 'give-up';
    case 'missing':
      return missingInARow >= 3 ? 'give-up' : 'wait';
  }
}

/** LINE counts the messages of a plan by the month of Japan; an hour later its counter has surely turned. */
const japanOffsetMs = 9 * 60 * minuteMs;
const monthMarginMs = 60 * minuteMs;

/** One push at the turn of LINE's month is tried for this long. */
export const latePushMs = 60 * minuteMs;

/** When LINE's monthly quota is fresh again, milliseconds since the epoch. */
export function nextQuotaMonthMs(nowMs: number): number {
  const inJapan = new Date(nowMs + japanOffsetMs - monthMarginMs);
  return Date.UTC(inJapan.getUTCFullYear(), inJapan.getUTCMonth() + 1, 1) - japanOffsetMs + monthMarginMs;
}

/** How a push failed that is not tried again. */
export type FailedPush = {
  /** Stable type of the failure. */
  type: string | undefined;
  /** The failure itself said that a repetition is of no use. */
  gaveUp: boolean;
  /** An earlier attempt under the same retry key may have reached LINE. */
  maybeSentBefore: boolean;
  /** LINE's month turns while it still remembers the retry key. */
  monthTurnsInTime: boolean;
};

/** What is left when a push has failed for good. */
export type AfterPush = 'hold-and-push' | 'hold' | 'message-refused';

/**
 * What is left when a push has failed for good: `hold-and-push`: next month it may be sent, and not twice; `hold`: nobody
 * knows whether it was sent, so only the person may ask for it; `message-refused`: LINE does not take it as it is.
 *
 * A quota that is used up says nothing of an earlier attempt: LINE may check it before the retry key.
 */
export function afterFailedPush({ type, gaveUp, maybeSentBefore, monthTurnsInTime }: FailedPush): AfterPush {
  if (type === 'LineMonthlyQuota') return maybeSentBefore && !monthTurnsInTime ? 'hold' : 'hold-and-push';
  return gaveUp && type !== 'MaybeSentBefore' ? 'message-refused' : 'hold';
}

/** Pause after attempt number `attempts` (from 1) to reply: one second, doubling to eight. */
export function replyDelayMs(attempts: number): number {
  return Math.min(secondMs * 2 ** (attempts - 1), 8 * secondMs);
}

/**
 * How one attempt to reply ended: accepted; the token refused; the message refused, which leaves the token unused; not sent
 * at all; or unclear.
 */
export type ReplyOutcome = 'accepted' | 'refused' | 'message-refused' | 'not-sent' | 'unclear';

/** What attempts to reply have come to. `unclear`: the answer may have arrived, and nobody knows. */
export type ReplyEnd = 'replied' | 'refused' | 'unclear';

/**
 * What attempts to reply have come to. A token works once, so a refusal after an unclear attempt shows that the unclear
 * one had been delivered, but only while the token must still be alive; a refusal without one means that nothing was sent.
 *
 * @param ageMs age of the token since we received it; undefined when nobody knows. An unknown or a negative age, which is
 *   what two clocks give that disagree, proves nothing.
 */
export function afterReply(outcomes: ReplyOutcome[], ageMs: number | undefined): ReplyEnd | 'again' {
  const last = outcomes.at(-1);
  const anyUnclear = outcomes.includes('unclear');
  const mustBeAlive = ageMs !== undefined && ageMs >= 0 && ageMs < replyWindowMs;
  if (last === 'accepted') return 'replied';
  if (last === 'refused' && anyUnclear && mustBeAlive) return 'replied';
  if (last === 'refused' || last === 'message-refused' || !(ageMs !== undefined && ageMs < replyWindowMs))
    return anyUnclear ? 'unclear' : 'refused';
  return 'again';
}

/** What they come to in runs of version 1, which take each refusal after an unclear attempt for a proof. */
export function afterReplyOfVersion1(outcomes: ReplyOutcome[], sinceEventMs: number): ReplyEnd | 'again' {
  const provesAnyway = outcomes.at(-1) === 'refused' && outcomes.includes('unclear');
  return provesAnyway ? 'replied' : afterReply(outcomes, sinceEventMs);
}
