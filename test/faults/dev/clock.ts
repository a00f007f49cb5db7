import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClock } from '../../../src/simulator/core/clock.ts';
import type { CommonClock } from '../clock.ts';

const nothing = async () => undefined;

/** Real time as the clock of a stage: it flows, so there is nothing to stop and nothing to ask. */
export function realClock(): CommonClock {
  const clock = createClock();
  return {
    nowMs: Date.now,
    refresh: nothing,
    attemptBegins: nothing,
    attemptEnds: () => undefined,
    stopAt: () => undefined,
    stopsHold: nothing,
    nextStop: nothing,
    release: nothing,
    pause: sleep,
    stopsToCome: () => 0,
    simulator: { ...clock, schedule: (atMs, run) => clock.schedule(atMs, AsyncLocalStorage.bind(run)) },
  };
}
