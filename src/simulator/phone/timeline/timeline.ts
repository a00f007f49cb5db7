import type { Step } from './step.ts';

/** What happened in all lanes, oldest first. */
export type Timeline = {
  /** Adds steps; one whose id is there already takes its place. */
  put: (...steps: Step[]) => void;
  steps: () => Step[];
  /** Calls `listener` for each step put; returns a function that stops it. */
  subscribe: (listener: (step: Step) => void) => () => void;
};

/** Makes an empty timeline that keeps the newest `limit` steps. */
export function createTimeline(limit = 1000): Timeline {
  const steps = new Map<string, Step>();
  const listeners = new Set<(step: Step) => void>();
  return {
    put(...added) {
      for (const step of added) {
        steps.set(step.id, step);
        for (const listener of listeners) listener(step);
      }
      for (const id of steps.keys()) {
        if (steps.size <= limit) break;
        steps.delete(id);
      }
    },
    // Sorting is stable: what happened in one millisecond stays in the order in which it was put.
    steps: () => [...steps.values()].toSorted((a, b) => a.atMs - b.atMs),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
