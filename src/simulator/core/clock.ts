/** A moment that something is due, and what to do then. */
type Due = { atMs: number; order: number; run: () => void | Promise<void> };

/** The simulator's clock: real time plus an offset, settable, so that tokens, retry keys and batches can age. */
export type SimulatorClock = {
  /** Simulated time in milliseconds since the epoch. */
  nowMs: () => number;
  /** Runs `run` once the simulated time reaches `atMs`; returns a function that takes it back. */
  schedule: (atMs: number, run: () => void | Promise<void>) => () => void;
  /** Moves the clock forward and runs what has become due, in order of time. */
  advance: (byMs: number) => Promise<void>;
  /** Stops or restarts the flow of time; `advance` still works while frozen. */
  freeze: (frozen: boolean) => void;
  isFrozen: () => boolean;
  /** The next scheduled moment, or undefined when nothing is scheduled. */
  nextDueMs: () => number | undefined;
  /** Runs what is due by now; for a clock whose time is moved from outside. */
  runDue: () => Promise<void>;
  /** Drops everything scheduled. */
  reset: () => void;
};

/**
 * Makes a clock.
 *
 * @param source where time comes from; the default is the machine's clock. With another source nothing runs by itself:
 *   whoever moves that source calls `runDue`.
 */
export function createClock(source?: () => number): SimulatorClock {
  const base = source ?? Date.now;
  let offsetMs = 0;
  let frozenAtMs: number | undefined;
  let order = 0;
  let wakeUp: NodeJS.Timeout | undefined;
  let due: Due[] = [];

  const nowMs = () => (frozenAtMs ?? base()) + offsetMs;

  function arm() {
    if (wakeUp) clearTimeout(wakeUp);
    wakeUp = undefined;
    const next = due[0];
    if (!next || source || frozenAtMs !== undefined) return;
    const longestTimerMs = 2 ** 31 - 1;
    wakeUp = setTimeout(() => void runDue(), Math.min(Math.max(0, next.atMs - nowMs()), longestTimerMs));
    wakeUp.unref();
  }

  async function runDue() {
    for (let next = due[0]; next && next.atMs <= nowMs(); next = due[0]) {
      due.shift();
      await next.run();
    }
    arm();
  }

  return {
    nowMs,
    schedule(atMs, run) {
      const entry: Due = { atMs, order: order++, run };
      due.push(entry);
      due.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
      arm();
      return () => {
        due = due.filter((d) => d !== entry);
        arm();
      };
    },
    async advance(byMs) {
      const targetMs = nowMs() + byMs;
      for (let next = due[0]; next && next.atMs <= targetMs; next = due[0]) {
        offsetMs += Math.max(0, next.atMs - nowMs());
        due.shift();
        await next.run();
      }
      offsetMs += Math.max(0, targetMs - nowMs());
      arm();
    },
    freeze(frozen) {
      if (frozen && frozenAtMs === undefined) frozenAtMs = base();
      if (!frozen && frozenAtMs !== undefined) {
        offsetMs -= base() - frozenAtMs;
        frozenAtMs = undefined;
      }
      arm();
    },
    isFrozen: () => frozenAtMs !== undefined,
    nextDueMs: () => due[0]?.atMs,
    runDue,
    reset() {
      due = [];
      arm();
    },
  };
}
