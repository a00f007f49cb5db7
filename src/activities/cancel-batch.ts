import type { OwnJob } from '../workflows/analysis-state.ts';
import type { RunVersion } from '../workflows/version.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';
import { maySpend, statusesOf } from './own-batches.ts';

/**
 * Cancels every job of this run that has not ended. Jobs that the run knows are looked at by name; without `jobs` they are
 * found by display name, one name per submission. Either way the display name says whether a job is ours.
 */
export async function cancelBatch(
  { gemini, names }: ActivityDependencies,
  input: { ownerRunId: string; submissions: number; startedAtMs: number; version?: RunVersion; jobs?: OwnJob[] },
): Promise<{ cancelled: string[] }> {
  const { ownerRunId, submissions, startedAtMs, version = 1, jobs } = input;
  const signal = attemptSignal();
  const ours = new Set(
    Array.from({ length: submissions }, (_, index) => names.batchDisplayName(ownerRunId, index + 1, version)),
  );
  const wants = (displayName = '') => ours.has(displayName);
  const found = await callGemini(async () =>
    jobs
      ? (await statusesOf(gemini, jobs, signal)).filter(({ displayName }) => wants(displayName))
      : gemini.findBatches({ wants, createdAfterMs: startedAtMs }, { signal }),
  );
  const cancelled: string[] = [];
  for (const { batchName } of found.filter(maySpend)) {
    await callGemini(() => gemini.cancelBatch(batchName, { signal }));
    cancelled.push(batchName);
  }
  return { cancelled };
}
