import { activityInfo } from '@temporalio/activity';
import type { ActivityDependencies } from './dependencies.ts';

/** Asks Temporal to cancel this very run: only then does it end as Cancelled, and a workflow cannot cancel itself. */
export async function endAsCancelled({ runs }: ActivityDependencies): Promise<void> {
  const { workflowExecution } = activityInfo();
  if (workflowExecution) await runs.cancel(workflowExecution);
}
