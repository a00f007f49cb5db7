import { type Client, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Config } from '../config.ts';
import { type SweepInput, type SweepResult, workflowTypes } from '../workflows/contract.ts';
import type { sweep } from '../workflows/sweep.ts';
import { putSchedule } from './put-schedule.ts';

/** One schedule per installation. */
const scheduleId = (deployment: string) => `hyoban-sweep-${deployment}`;

/** What the sweep of an installation runs with. */
export type SweepOptions = { deployment: string; taskQueue: string; input: SweepInput };

const minuteMs = 60_000;
/** An analysis may take this long beyond its patience. */
const overdueAfterPatienceMs = 60 * minuteMs;

/** What the settings make of it. */
export function sweepSettings({ deployment, temporalTaskQueue, patienceMinutes }: Config): SweepOptions {
  const overdueMs = patienceMinutes * minuteMs + overdueAfterPatienceMs;
  return { deployment, taskQueue: temporalTaskQueue, input: { overdueMs } };
}

/**
 * Sets up the sweep every quarter of an hour, or replaces an earlier schedule, whoever made it. Needs a client with keys:
 * workers run only what is sealed.
 */
export async function scheduleSweep(client: Client, { deployment, taskQueue, input }: SweepOptions): Promise<void> {
  await putSchedule(client, {
    scheduleId: scheduleId(deployment),
    spec: { intervals: [{ every: '15 minutes' }] },
    action: {
      type: 'startWorkflow',
      workflowType: workflowTypes.sweep,
      workflowId: 'sweep',
      args: [input],
      taskQueue,
      staticSummary: 'Looks for forgotten batch jobs, overdue runs and people without an answer',
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '15 minutes' },
  });
}

/** Sweeps once, now, and waits for the result. */
export async function sweepNow(
  client: Client,
  { taskQueue, input }: Omit<SweepOptions, 'deployment'>,
): Promise<SweepResult> {
  return client.workflow.execute<typeof sweep>(workflowTypes.sweep, {
    workflowId: 'sweep-now',
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}
