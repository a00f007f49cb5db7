import type { Client } from '@temporalio/client';
import { lastBatchDurationsMs } from '../temporal/usage.ts';
import { cached } from './cached.ts';
import type { Budgets } from './context.ts';

const rememberedMs = 5 * 60_000;
const jobs = 15;
/** Fewer say nothing. */
const fewestJobs = 3;

/** Makes a read of how long a report usually takes: the median of the last batch jobs; undefined when nobody knows. */
export function createTypicalWait(
  client: Client,
  { queryMs }: Pick<Budgets, 'queryMs'>,
): () => Promise<number | undefined> {
  const read = cached(rememberedMs, async () => medianOf(await lastBatchDurationsMs(client, queryMs, jobs)));
  return () => read().catch(() => undefined);
}

function medianOf(durationsMs: number[]): number | undefined {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return sorted.length < fewestJobs ? undefined : sorted[Math.floor(sorted.length / 2)];
}
