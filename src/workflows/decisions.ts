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

/** A reply is tried until this long after the event; the token works for about a minute. */
const replyWindowMs = 50 * secondMs;

/** Pause before poll number `poll` (from 0): every minute for five minutes, then 2, 5, 10, 10 ... minutes. */
export function pollDelayMs(poll: number): number {
  return firstPollsMs[poll] ?? 10 * minuteMs;
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

/** When LINE's monthly quota is fresh again, milliseconds since the epoch. */
export function nextQuotaMonthMs(nowMs: number): number {
  const inJapan = new Date(nowMs + japanOffsetMs - monthMarginMs);
  return Date.UTC(inJapan.getUTCFullYear(), inJapan.getUTCMonth() + 1, 1) - japanOffsetMs + monthMarginMs;
}

/**
 * What is left when a push has failed for good: `hold-and-push`: surely not sent, and next month it may be; `hold`: nobody
 * knows whether it was, so only the person may ask for it; `undeliverable`: LINE will never take it.
 */
export function afterFailedPush(failed: { type: string | undefined; gaveUp: boolean }): HoldOrNot {
  if (failed.type === 'LineMonthlyQuota') return 'hold-and-push';
  return failed.gaveUp ? 'undeliverable' : 'hold';
}

/** What is left when a push has failed for good. */
export type HoldOrNot = 'hold-and-push' | 'hold' | 'undeliverable';

/** Pause after attempt number `attempts` (from 1) to reply: one second, doubling to eight. */
export function replyDelayMs(attempts: number): number {
  return Math.min(secondMs * 2 ** (attempts - 1), 8 * secondMs);
}

/** How one attempt to reply ended: accepted, refused for good, not sent at all, or unclear. */
export type ReplyOutcome = 'accepted' | 'refused' | 'not-sent' | 'unclear';

/**
 * What attempts to reply have come to. A token works once, so a refusal after an unclear attempt shows that the unclear
 * one had been delivered; a refusal without one means that nothing was sent.
 */
export function afterReply(
  outcomes: ReplyOutcome[],
  sinceEventMs: number,
): 'replied' | 'refused' | 'again' | 'unclear' {
  const last = outcomes.at(-1);
  const anyUnclear = outcomes.includes('unclear');
  if (last === 'accepted') return 'replied';
  if (last === 'refused') return anyUnclear ? 'replied' : 'refused';
  if (sinceEventMs < replyWindowMs) return 'again';
  return anyUnclear ? 'unclear' : 'refused';
}
