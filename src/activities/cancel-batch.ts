import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';

/** Cancels every job of this run that has not ended, found by display name, one name per submission. */
export async function cancelBatch(
  { gemini, names }: ActivityDependencies,
  input: { ownerRunId: string; submissions: number; startedAtMs: number },
): Promise<{ cancelled: string[] }> {
  const signal = attemptSignal();
  const cancelled: string[] = [];
  for (let submission = 1; submission <= input.submissions; submission++) {
    const displayName = names.batchDisplayName(input.ownerRunId, submission);
    const jobs = await callGemini(() =>
      gemini.findBatches({ displayName, createdAfterMs: input.startedAtMs }, { signal }),
    );
    for (const { batchName, state } of jobs) {
      if (state !== 'pending' && state !== 'running' && state !== 'unknown') continue;
      await callGemini(() => gemini.cancelBatch(batchName, { signal }));
      cancelled.push(batchName);
    }
  }
  return { cancelled };
}
