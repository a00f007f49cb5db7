import { AsyncLocalStorage } from 'node:async_hooks';
import { createClock, type SimulatorClock } from '../../src/simulator/core/clock.ts';
import type { TestServer } from './test-server.ts';

/**
 * One clock for everything: the test server's. Its time flows as real time does and skips when nothing is under way; so
 * ours is real time plus an offset, which is read again after each possible skip: at every stop, and at the start of every
 * activity attempt. `installDate` puts it behind `Date` in this process, so that the code under test, which asks
 * `Date.now()`, lives in the same time as workflows, reply tokens, retry keys, batch jobs and signatures of webhooks.
 *
 * Whatever this process wants to do at a time (the simulator's due events, the story's steps) is a *stop*: the server
 * skips to that time, stops skipping, and goes on when the stop is released. Between stops time belongs to the server's
 * own timers.
 */
export type CommonClock = {
  nowMs: () => number;
  /** Asks the server for its time. */
  refresh: () => Promise<void>;
  /** Brings the time up to when an attempt began: what the server says of a first attempt spares the question. */
  attemptBegins: (attempt: { attempt: number; scheduledAtMs: number }) => Promise<void>;
  attemptEnds: () => void;
  /** Has the server stop skipping at a time. */
  stopAt: (atMs: number) => void;
  /** Resolves when every stop asked for so far holds. Whoever asked for one must not let time go on before. */
  stopsHold: () => Promise<void>;
  /**
   * Resolves with the time of the next stop; time then stands still but for real time. Undefined when none came within
   * so much real time.
   */
  nextStop: (withinMs: number) => Promise<number | undefined>;
  /** Lets time go on after a stop. */
  release: () => Promise<void>;
  /** Resolves after so much of the common time: one more stop. */
  pause: (durationMs: number) => Promise<void>;
  /** How many stops are still to come. */
  stopsToCome: () => number;
  /** The simulator's view: what it schedules becomes a stop, and runs as if its caller had. */
  simulator: SimulatorClock;
};

const RealDate = globalThis.Date;

/** Makes the clock of a test server whose time skipping is locked. */
export function createCommonClock(server: TestServer): CommonClock {
  let offsetMs = 0;
  const nowMs = () => RealDate.now() + offsetMs;
  const toCome = new Set<number>();
  const reached: number[] = [];
  let beingSet: Promise<unknown>[] = [];
  let wakeUp: (() => void) | undefined;
  let attempts = 0;

  function notBefore(atMs: number) {
    offsetMs = Math.max(offsetMs, atMs - RealDate.now());
  }

  async function setStop(atMs: number): Promise<void> {
    await server.lock();
    // Not awaited: it returns when the time has come, and until the server has got it, time does not skip.
    void server.unlockAndSleep(Math.max(0, atMs - nowMs())).then(() => {
      toCome.delete(atMs);
      reached.push(atMs);
      wakeUp?.();
    });
  }

  const common = {
    nowMs,
    async refresh() {
      notBefore(await server.timeMs());
    },
    async attemptBegins({ attempt, scheduledAtMs }: { attempt: number; scheduledAtMs: number }) {
      attempts++;
      if (attempt === 1) notBefore(scheduledAtMs);
      else notBefore(await server.timeMs());
    },
    attemptEnds() {
      attempts--;
    },
    stopAt(dueMs: number) {
      const atMs = Math.ceil(dueMs);
      if (toCome.has(atMs)) return;
      toCome.add(atMs);
      beingSet.push(setStop(atMs));
    },
    async stopsHold() {
      while (beingSet.length > 0) {
        const waited = beingSet;
        beingSet = [];
        await Promise.all(waited);
      }
    },
    async nextStop(withinMs: number) {
      const giveUpAtMs = RealDate.now() + withinMs;
      for (let pauseMs = 12; reached.length === 0; pauseMs = attempts > 0 ? 12 : Math.min(2 * pauseMs, 40)) {
        if (RealDate.now() > giveUpAtMs) return undefined;
        await new Promise<void>((resolve) => {
          wakeUp = resolve;
          setTimeout(resolve, pauseMs);
        });
        // The server looks at its timers again only when one is added, not when the last lock goes.
        if (reached.length === 0 && attempts === 0) await server.poke();
      }
      const atMs = reached.shift() ?? 0;
      notBefore(atMs);
      return atMs;
    },
    release: () => server.unlock(),
    stopsToCome: () => toCome.size + reached.length,
  };
  const simulator = simulatorClock(common);
  const pause = (durationMs: number) =>
    new Promise<void>((resolve) => void simulator.schedule(nowMs() + durationMs, resolve));
  return { ...common, simulator, pause };
}

/** The clock of a vendor whose time is `offMs` away from the common one. */
export function skewedClock(clock: SimulatorClock, offMs: () => number): SimulatorClock {
  return {
    ...clock,
    nowMs: () => clock.nowMs() + offMs(),
    schedule: (atMs, run) => clock.schedule(atMs - offMs(), run),
    nextDueMs: () => {
      const dueMs = clock.nextDueMs();
      return dueMs === undefined ? undefined : dueMs + offMs();
    },
  };
}

function simulatorClock({ nowMs, stopAt }: Pick<CommonClock, 'nowMs' | 'stopAt'>): SimulatorClock {
  const clock = createClock(nowMs);
  return {
    ...clock,
    schedule(atMs, run) {
      stopAt(atMs);
      return clock.schedule(atMs, AsyncLocalStorage.bind(run));
    },
  };
}

/** Makes `Date` of this process tell the common time. */
export function installDate(nowMs: () => number): void {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [nowMs()], newTarget),
    apply: () => new RealDate(nowMs()).toString(),
    get: (target, key, receiver) => (key === 'now' ? () => Math.floor(nowMs()) : Reflect.get(target, key, receiver)),
  });
}
