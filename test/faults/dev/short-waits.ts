import { msToNumber } from '@temporalio/common';
import type { ActivityInput, TimerInput, WorkflowInterceptorsFactory } from '@temporalio/workflow';

const secondMs = 1000;
/** A wait of this length stays as it is. */
const shortMs = 250;

/**
 * A real server does not skip time, so the waits of workflows are made short: a quarter of a second stays, and of the rest
 * the hundredth part, so that a minute takes 0.8 s. What was longer before is longer after. Looks at the clock stay true.
 */
export function shortened(durationMs: number): number {
  return durationMs <= shortMs ? durationMs : Math.round(shortMs + (durationMs - shortMs) / 100);
}

/** Shortens timers and the pauses between attempts; runs in the workflow sandbox. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      startTimer: async (input, next) => next(withShortTimer(input)),
      scheduleActivity: async (input, next) => next(withShortPauses(input)),
    },
  ],
});

function withShortTimer(input: TimerInput): TimerInput {
  return { ...input, durationMs: shortened(input.durationMs) };
}

function withShortPauses(input: ActivityInput): ActivityInput {
  const { retry, ...options } = input.options;
  if (!retry) return input;
  const initialInterval = shortened(msToNumber(retry.initialInterval ?? secondMs));
  const maximumInterval = Math.max(initialInterval, shortened(msToNumber(retry.maximumInterval ?? 100 * secondMs)));
  return { ...input, options: { ...options, retry: { ...retry, initialInterval, maximumInterval } } };
}
