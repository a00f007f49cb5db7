import { log } from '@temporalio/activity';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';
import { countNeglected } from './neglected-metrics.ts';

/** A younger job may belong to a run that has not told the index yet. */
const youngMs = 15 * 60_000;

/** No job lives longer than this. */
const jobLifeMs = 48 * 60 * 60_000;

/** Cancels the batch jobs of this installation that no open run waits for. */
export async function cancelOrphans({ gemini, names, runs }: ActivityDependencies): Promise<{ cancelled: string[] }> {
  const signal = attemptSignal();
  const nowMs = Date.now();
  const search = {
    wants: (displayName: string) => names.ownershipOf(displayName) === 'ours',
    createdAfterMs: nowMs - jobLifeMs,
  };
  const cancelled: string[] = [];
  for (const { batchName, state, createdAtMs } of await callGemini(() => gemini.findBatches(search, { signal }))) {
    const maySpend = state === 'pending' || state === 'running' || state === 'unknown';
    if (!maySpend || createdAtMs > nowMs - youngMs || (await runs.isAwaited(batchName))) continue;
    await callGemini(() => gemini.cancelBatch(batchName, { signal }));
    cancelled.push(batchName);
  }
  if (cancelled.length > 0) log.warn('Batch jobs that nobody waited for were cancelled', { batches: cancelled });
  countNeglected('orphan', cancelled.length);
  return { cancelled };
}
