import type { Outcome } from './messages.ts';

/** What a run of many seeds adds up to. */
export type Summary = {
  seeds: number;
  kept: number;
  broken: number;
  /** Tries on which the test server lost a task; played again. */
  lostTries: number;
  /** Seeds that were lost each time. */
  lost: number[];
  chats: number;
  runs: number;
  attempts: number;
  ends: Record<string, number>;
  faults: Record<string, number>;
  crashes: Record<string, number>;
};

/** A summary under construction. */
export type Adder = { summary: Summary; add: (outcome: Outcome, isFinal: boolean) => void };

/** Adds outcomes up, one by one, on top of what there is already. */
export function createSummary(soFar?: Summary): Adder {
  const summary: Summary = soFar ?? {
    ...{ seeds: 0, kept: 0, broken: 0, lostTries: 0, lost: [], chats: 0, runs: 0, attempts: 0 },
    ...{ ends: {}, faults: {}, crashes: {} },
  };
  return {
    summary,
    add(outcome, isFinal) {
      if (outcome.end === 'lost') summary.lostTries++;
      if (!isFinal) return;
      summary.seeds++;
      if (outcome.end === 'kept') summary.kept++;
      if (outcome.end === 'broken') summary.broken++;
      if (outcome.end === 'lost') summary.lost.push(outcome.seed);
      summary.chats += outcome.chats;
      summary.runs += outcome.runs;
      summary.attempts += outcome.attempts;
      merge(summary.ends, outcome.ends);
      merge(summary.faults, outcome.faults);
      merge(summary.crashes, outcome.crashes);
    },
  };
}

function merge(into: Record<string, number>, more: Record<string, number>): void {
  for (const [name, count] of Object.entries(more)) into[name] = (into[name] ?? 0) + count;
}

export const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);
