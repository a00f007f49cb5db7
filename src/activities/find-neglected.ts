import { activityInfo, log } from '@temporalio/activity';
import type { RunId } from '../workflows/contract.ts';
import { pushWindowMs } from '../workflows/decisions.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { countNeglected } from './neglected-metrics.ts';

/**
 * Looks for analyses that have run for too long, and for those that were ended from outside without an answer. One that
 * cannot be read is counted and left out.
 */
export async function findNeglected(
  { runs }: ActivityDependencies,
  input: { overdueMs: number },
): Promise<{ overdue: RunId[]; unanswered: RunId[]; skipped: number }> {
  // Temporal's clock, as the times of the runs are.
  const nowMs = activityInfo().currentAttemptScheduledTimestampMs;
  const overdue = await runs.overdue(nowMs - input.overdueMs);
  const unanswered: RunId[] = [];
  let skipped = 0;
  for (const run of await runs.endedFromOutside(nowMs - pushWindowMs)) {
    try {
      if (await runs.readUnanswered(run)) unanswered.push(run);
    } catch (error) {
      skipped++;
      log.warn('A run that was ended from outside cannot be read', { ...run, error });
    }
  }
  if (overdue.length > 0) log.warn('Analyses have run for too long', { runs: overdue });
  if (unanswered.length > 0) log.warn('Analyses were ended from outside without an answer', { runs: unanswered });
  countNeglected('overdue', overdue.length);
  countNeglected('unanswered', unanswered.length);
  countNeglected('unreadable', skipped);
  return { overdue, unanswered, skipped };
}
