import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { read, undo } from './activity-options.ts';
import { lateApologyWorkflowId, type RunId, type SweepInput, type SweepResult } from './contract.ts';
import { lateApology } from './late-apology.ts';

/** Finds what got lost all the same: jobs that nobody waits for, runs that take too long, people without an answer. */
export async function sweep(input: SweepInput): Promise<SweepResult> {
  const { cancelled } = await undo.cancelOrphans();
  const { overdue, unanswered } = await read.findNeglected({ overdueMs: input.overdueMs });
  for (const run of unanswered) await apologiseLater(run, input.installation);
  return {
    orphans: cancelled,
    overdue: overdue.map(({ workflowId }) => workflowId),
    unanswered: unanswered.map(({ workflowId }) => workflowId),
  };
}

/** Once per run, however often the sweep finds it. */
async function apologiseLater(run: RunId, installation: string | undefined): Promise<void> {
  try {
    await startChild(lateApology, {
      workflowId: lateApologyWorkflowId(run.runId, installation),
      args: [run],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: 'Apology for an analysis that was ended from outside',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
