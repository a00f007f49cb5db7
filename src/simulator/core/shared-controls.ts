import { z } from 'zod';
import type { SimulatorClock } from './clock.ts';
import { controlPost, controlRoute } from './control.ts';
import { faultSchema } from './fault-schema.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { Route } from './server.ts';

/** A hundred years: the clock stays within what dates can hold. */
const longestMoveMs = 100 * 365.25 * 24 * 60 * 60 * 1000;

const clockSchema = z
  .strictObject({
    advanceSeconds: z
      .number()
      .min(0)
      .max(longestMoveMs / 1000)
      .optional(),
    advanceMs: z.number().min(0).max(longestMoveMs).optional(),
    freeze: z.boolean().optional(),
  })
  .refine((move) => Object.keys(move).length > 0, 'must have advanceSeconds, advanceMs or freeze');

/**
 * The control routes that LINE and Gemini have in common: journal, reset, clock and faults, with the same bodies and
 * statuses on both. No token, not in the journal; 400 with a sentence for bad input.
 *
 * @param side.reset makes the side as after its start, its journal empty.
 */
export function sharedControls(side: {
  clock: SimulatorClock;
  journal: Journal;
  faults: Faults;
  reset: () => void;
}): Route[] {
  const { clock, journal, faults } = side;
  return [
    controlRoute('GET', 'journal', () => ({ entries: journal.entries() })),
    controlRoute('POST', 'reset', () => side.reset()),
    controlRoute('GET', 'clock', () => timeOf(clock)),
    controlPost('clock', clockSchema, async ({ advanceSeconds = 0, advanceMs = 0, freeze }) => {
      if (freeze !== undefined) clock.freeze(freeze);
      await clock.advance(Math.round(advanceSeconds * 1000 + advanceMs));
      return timeOf(clock);
    }),
    controlRoute('GET', 'faults', () => ({ faults: faults.list() })),
    controlPost(
      'faults',
      faultSchema,
      (fault) => {
        faults.add(fault);
        return { faults: faults.list() };
      },
      201,
    ),
    controlRoute('DELETE', 'faults', () => {
      faults.reset();
      return { faults: faults.list() };
    }),
  ];
}

function timeOf(clock: SimulatorClock) {
  const nowMs = clock.nowMs();
  const nextDueMs = clock.nextDueMs() ?? null;
  return { nowMs, now: new Date(nowMs).toISOString(), frozen: clock.isFrozen(), nextDueMs };
}
