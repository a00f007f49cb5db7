import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { isCancellation, log, ParentClosePolicy, startChild } from '@temporalio/workflow';
import { read, sweeping, undo } from './activity-options.ts';
import { lateApologyWorkflowId, type RunId, type SweepInput, type SweepPart, type SweepResult } from './contract.ts';
import { lateApology } from './late-apology.ts';
import { runVersion } from './version.ts';

/** How far two sweeps must be apart that find a job without a run. */
const usualOrphanAfterMs = 15 * 60_000;

/**
 * Finds what slipped through: jobs that nobody waits for, runs that take too long, people without an answer. A job is
 * cancelled by the second sweep in a row that finds it so. Each part runs even if another fails.
 */
export async function sweep(input: SweepInput): Promise<SweepResult> {
  if (runVersion() === 1) return sweepOfVersion1(input);
  const failed: SweepPart[] = [];
  let skipped = 0;
  async function part<T>(name: SweepPart, run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.warn('A part of the sweep failed', { part: name, error });
      failed.push(name);
      return undefined;
    }
  }

  async function orphans() {
    const { orphanAfterMs = usualOrphanAfterMs } = input;
    const found = await part('find-orphans', () => sweeping.findOrphans({ nowMs: Date.now(), orphanAfterMs }));
    const { suspects = [], due = [] } = found ?? {};
    skipped += found?.skipped ?? 0;
    const done = due.length > 0 ? await part('cancel-orphans', () => sweeping.cancelOrphans({ jobs: due })) : undefined;
    const { cancelled = [] } = done ?? {};
    skipped += done?.failed ?? 0;
    return { cancelled, suspects: suspects.filter(({ batchName }) => !cancelled.includes(batchName)) };
  }

  async function neglected() {
    const found = await part('find-neglected', () => sweeping.findNeglected({ overdueMs: input.overdueMs }));
    const { overdue = [], unanswered = [] } = found ?? {};
    skipped += found?.skipped ?? 0;
    for (const run of unanswered) await part('late-apology', () => apologiseLater(run, input.installation));
    return { overdue: overdue.map(workflowIdOf), unanswered: unanswered.map(workflowIdOf) };
  }

  const [{ cancelled, suspects }, { overdue, unanswered }] = await Promise.all([orphans(), neglected()]);
  return { orphans: cancelled, suspects, overdue, unanswered, failed: [...new Set(failed)], skipped };
}

const workflowIdOf = ({ workflowId }: RunId) => workflowId;

async function sweepOfVersion1(input: SweepInput): Promise<SweepResult> {
  const { cancelled } = await undo.cancelOrphans();
  const { overdue, unanswered } = await read.findNeglected({ overdueMs: input.overdueMs });
  for (const run of unanswered) await apologiseLater(run, input.installation);
  return { orphans: cancelled, overdue: overdue.map(workflowIdOf), unanswered: unanswered.map(workflowIdOf) };
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
