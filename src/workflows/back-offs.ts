import type { BackOff } from '../retry-pause.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;

/** Pauses between the attempts of an activity, by class; activities need them beside a vendor's hint. */
export const backOffs = {
  paidRead: { initialMs: 2 * secondMs, coefficient: 2, maximumMs: 2 * minuteMs },
  forReply: { initialMs: secondMs, coefficient: 2, maximumMs: 10 * secondMs },
  read: { initialMs: secondMs, coefficient: 2, maximumMs: minuteMs },
  push: { initialMs: secondMs, coefficient: 2, maximumMs: 5 * minuteMs },
} as const satisfies Record<string, BackOff>;

/** How many attempts of one call may have been billed: 3 for what an answer needs, 2 for what it can do without. */
export const maxBilledAttempts = { needed: 3, extra: 2 } as const;
