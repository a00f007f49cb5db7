import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';

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
