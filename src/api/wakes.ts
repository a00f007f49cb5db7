import { LRUCache } from 'lru-cache';

const wakesPerRun = 10;
const windowMs = 10 * 60_000;
const maxRuns = 10_000;

/**
 * Bounds the wakes that reach the history of one run: ten in ten minutes. A batch ends once, and a run that hears no more
 * still polls.
 *
 * @returns whether one more may go to this run
 */
export function createWakeLimit(): (workflowId: string) => boolean {
  const wakes = new LRUCache<string, { count: number }>({ max: maxRuns, ttl: windowMs });
  return (workflowId) => {
    const entry = wakes.get(workflowId) ?? { count: 0 };
    if (entry.count === 0) wakes.set(workflowId, entry);
    return ++entry.count <= wakesPerRun;
  };
}
