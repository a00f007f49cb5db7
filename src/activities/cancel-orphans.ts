import { log } from '@temporalio/activity';
import { classifyGeminiError } from '../gemini/errors.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { countNeglected } from './neglected-metrics.ts';

/**
 * Cancels the given jobs; one that cannot be cancelled is counted and left to the next sweep. A sweep that version 1 started
 * gives none: it has no evidence.
 */
export async function cancelOrphans(
  { gemini }: ActivityDependencies,
  { jobs }: { jobs: string[] } = { jobs: [] },
): Promise<{ cancelled: string[]; failed: number }> {
  const signal = attemptSignal();
  const cancelled: string[] = [];
  for (const batchName of jobs) {
    try {
      await gemini.cancelBatch(batchName, { signal });
      cancelled.push(batchName);
    } catch (error) {
      log.warn('An orphaned batch job could not be cancelled', { batchName, code: classifyGeminiError(error).code });
    }
  }
  if (cancelled.length > 0) log.warn('Batch jobs that nobody waited for were cancelled', { batches: cancelled });
  countNeglected('orphan', cancelled.length);
  return { cancelled, failed: jobs.length - cancelled.length };
}
