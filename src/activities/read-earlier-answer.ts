import { activityInfo } from '@temporalio/activity';
import type { EarlierAnswer } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** What the runs have answered that were reset before this one; `ownerRunId` is that of the first. */
export async function readEarlierAnswer(
  { runs }: ActivityDependencies,
  { ownerRunId }: { ownerRunId: string },
): Promise<EarlierAnswer> {
  const { workflowExecution: run } = activityInfo();
  return run && run.runId !== ownerRunId ? runs.earlierAnswer(run) : 'none';
}
