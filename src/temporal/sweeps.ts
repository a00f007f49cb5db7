import { type Client, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Config } from '../config.ts';
import { type SweepInput, type SweepResult, workflowTypes } from '../workflows/contract.ts';
import type { sweep } from '../workflows/sweep.ts';
import type { Digests } from './digests.ts';
import { putSchedule } from './put-schedule.ts';
import { ifThere } from './run-history.ts';

/** What the sweep of an installation runs with. */
export type SweepOptions = { deployment: string; taskQueue: string; input: SweepInput & { installation: string } };

/** One schedule per installation; version 1 had one per name of a deployment, with a dash. */
const scheduleId = (installation: string) => `hyoban-sweep:${installation}`;
const oldScheduleId = (deployment: string) => `hyoban-sweep-${deployment}`;

const minuteMs = 60_000;
/** An analysis may take this long beyond its patience. */
const overdueAfterPatienceMs = 60 * minuteMs;

type SweepSettings = Pick<Config, 'deployment' | 'temporalTaskQueue' | 'patienceMinutes'>;

/** What the settings make of it. */
export function sweepSettings(
  { deployment, temporalTaskQueue, patienceMinutes }: SweepSettings,
  { installation }: Pick<Digests, 'installation'>,
): SweepOptions {
  const overdueMs = patienceMinutes * minuteMs + overdueAfterPatienceMs;
  return { deployment, taskQueue: temporalTaskQueue, input: { installation, overdueMs } };
}

/**
 * Sets up the sweep every quarter of an hour, or replaces an earlier schedule, whoever made it, and takes away that of
 * version 1. Needs a client with keys: workers run only what is sealed.
 */
export async function scheduleSweep(client: Client, { deployment, taskQueue, input }: SweepOptions): Promise<void> {
  await putSchedule(client, {
    scheduleId: scheduleId(input.installation),
    spec: { intervals: [{ every: '15 minutes' }] },
    action: {
      type: 'startWorkflow',
      workflowType: workflowTypes.sweep,
      workflowId: `sweep:${input.installation}`,
      args: [input],
      taskQueue,
      staticSummary: 'Looks for forgotten batch jobs, overdue runs and people without an answer',
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '15 minutes' },
  });
  await removeOldSchedule(client, oldScheduleId(deployment), taskQueue);
}

/**
 * Deletes the schedule that version 1 made, if it is ours: one that starts its sweep on another task queue belongs to
 * another installation with the same deployment name. Its arguments are not read, because they may be sealed.
 */
async function removeOldSchedule(client: Client, id: string, taskQueue: string): Promise<void> {
  const { namespace } = client.options;
  const found = await ifThere(() => client.workflowService.describeSchedule({ namespace, scheduleId: id }));
  const action = found?.schedule?.action?.startWorkflow;
  if (action?.workflowType?.name !== workflowTypes.sweep || action.taskQueue?.name !== taskQueue) return;
  await ifThere(() => client.workflowService.deleteSchedule({ namespace, scheduleId: id }));
}

/** Sweeps once, now, and waits for the result. */
export async function sweepNow(
  client: Client,
  { taskQueue, input }: { taskQueue: string; input: SweepInput },
): Promise<SweepResult> {
  return client.workflow.execute<typeof sweep>(workflowTypes.sweep, {
    workflowId: sweepNowWorkflowId(input.installation),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}

/** Workflow id of a sweep that was asked for by hand. */
export const sweepNowWorkflowId = (installation = '') => `sweep-now:${installation}`;
