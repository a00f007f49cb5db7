import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClock } from '../../../src/simulator/core/clock.ts';
import { type CommonClock, installDate } from '../clock.ts';

const ahead = new AsyncLocalStorage<number>();
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

/** Lets `Date` tell a later time to whatever runs `inTheFuture`, and to nobody else. */
export function installFuture(): void {
  const { now } = Date;
  installDate(() => now() + (ahead.getStore() ?? 0));
}

/** Runs as if so much time had passed. */
export function inTheFuture<T>(byMs: number, run: () => T): T {
  return ahead.run(byMs, run);
}
