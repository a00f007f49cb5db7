import type { BatchState } from '../gemini/batch-states.ts';
import type { BatchStatus } from '../gemini/batches.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies, Names } from './dependencies.ts';

/** Whether a job may still cost something. */
export function maySpend({ state }: { state: BatchState }): boolean {
  return state === 'pending' || state === 'running' || state === 'unknown';
}

/** A run asks for at most this many jobs. */
export const maxSubmissions = 3;

/** Every display name that the jobs of a run may bear, whichever release opened it. */
export function jobNames(names: Names, run: { ownerRunId: string; submissions: number }): string[] {
  return ([1, 2] as const).flatMap((version) =>
    Array.from({ length: run.submissions }, (_, index) => names.batchDisplayName(run.ownerRunId, index + 1, version)),
  );
}

/** How named jobs stand, one after the other; for those whose name a run knows. Throws `GeminiCallError`. */
export async function statusesOf(
  gemini: ActivityDependencies['gemini'],
  jobs: readonly { batchName: string }[],
  signal: AbortSignal,
): Promise<(BatchStatus & { batchName: string })[]> {
  const statuses: (BatchStatus & { batchName: string })[] = [];
  for (const { batchName } of jobs) statuses.push({ ...(await gemini.getBatch(batchName, { signal })), batchName });
  return statuses;
}

/** What there is under one display name. */
export type OwnBatches = {
  /** The oldest job that is waiting, running or has succeeded. */
  live?: string;
  /** There is a job that failed, expired or was cancelled. */
  ended: boolean;
  /** Further jobs of this name beside the live one, cancelled now or before: each may be billed. */
  doubles: number;
};

/** Looks for the jobs of one display name; of two live ones the older wins and the other is cancelled at once. */
export async function findOwnBatches(
  { gemini }: ActivityDependencies,
  look: { displayName: string; startedAtMs: number; timeoutMs: number },
): Promise<OwnBatches> {
  const signal = AbortSignal.any([attemptSignal(), AbortSignal.timeout(look.timeoutMs)]);
  const jobs = await gemini.findBatches(
    { displayName: look.displayName, createdAfterMs: look.startedAtMs },
    { signal },
  );
  const [live, ...doubles] = jobs.filter(
    (job) => job.state !== 'failed' && job.state !== 'expired' && job.state !== 'cancelled',
  );
  for (const double of doubles) {
    if (double.state !== 'succeeded') await gemini.cancelBatch(double.batchName, { signal });
  }
  return live
    ? { live: live.batchName, ended: false, doubles: jobs.length - 1 }
    : { ended: jobs.length > 0, doubles: 0 };
}
