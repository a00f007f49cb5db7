import type { RunVersion } from '../workflows/version.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';
import { maySpend } from './own-batches.ts';

/** Cancels every job of this run that has not ended, found by display name, one name per submission. */
export async function cancelBatch(
  { gemini, names }: ActivityDependencies,
  input: { ownerRunId: string; submissions: number; startedAtMs: number; version?: RunVersion },
): Promise<{ cancelled: string[] }> {
  const { ownerRunId, submissions, startedAtMs, version = 1 } = input;
  const signal = attemptSignal();
  const ours = new Set(
    Array.from({ length: submissions }, (_, index) => names.batchDisplayName(ownerRunId, index + 1, version)),
  );
  const wants = (displayName: string) => ours.has(displayName);
  const jobs = await callGemini(() => gemini.findBatches({ wants, createdAfterMs: startedAtMs }, { signal }));
  const cancelled: string[] = [];
  for (const { batchName } of jobs.filter(maySpend)) {
    await callGemini(() => gemini.cancelBatch(batchName, { signal }));
    cancelled.push(batchName);
  }
  return { cancelled };
}
