import { log } from '@temporalio/activity';
import type { RunId } from '../workflows/contract.ts';
import { pushWindowMs } from '../workflows/decisions.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { countNeglected } from './neglected-metrics.ts';

/** Looks for analyses that have run for too long, and for those that were ended from outside without an answer. */
export async function findNeglected(
  { runs }: ActivityDependencies,
  input: { overdueMs: number },
): Promise<{ overdue: RunId[]; unanswered: RunId[] }> {
  const nowMs = Date.now();
  const overdue = await runs.overdue(nowMs - input.overdueMs);
  const unanswered: RunId[] = [];
  for (const run of await runs.endedFromOutside(nowMs - pushWindowMs)) {
    if (await runs.readUnanswered(run)) unanswered.push(run);
  }
  if (overdue.length > 0) log.warn('Analyses have run for too long', { runs: overdue });
  if (unanswered.length > 0) log.warn('Analyses were ended from outside without an answer', { runs: unanswered });
  countNeglected('overdue', overdue.length);
  countNeglected('unanswered', unanswered.length);
  return { overdue, unanswered };
}
