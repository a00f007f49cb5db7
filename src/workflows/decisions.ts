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

/** How one attempt to reply ended: accepted, refused for good, not sent at all, or unclear. */
export type ReplyOutcome = 'accepted' | 'refused' | 'not-sent' | 'unclear';

/**
 * What to do after attempts to reply. A token works once, so a refusal after an unclear attempt shows that the unclear
 * one had been delivered; a refusal without one means that only a push is left.
 */
export function afterReply(outcomes: ReplyOutcome[], sinceEventMs: number): 'replied' | 'push' | 'again' | 'unclear' {
  const last = outcomes.at(-1);
  const anyUnclear = outcomes.includes('unclear');
  if (last === 'accepted') return 'replied';
  if (last === 'refused') return anyUnclear ? 'replied' : 'push';
  if (sinceEventMs < replyWindowMs) return 'again';
  return anyUnclear ? 'unclear' : 'push';
}
