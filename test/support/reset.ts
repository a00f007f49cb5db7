import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { RunId } from '../../src/workflows/contract.ts';

/**
 * Has a run do again what came after a completed workflow task, as `temporal workflow reset` does; returns the run that this
 * makes.
 *
 * @param part which task: 0 the first, nearly 1 the last.
 * @throws Error when no task has been completed yet.
 */
export async function resetRun(client: Client, run: RunId, part: number): Promise<RunId & { eventId: string }> {
  const { events } = await client.workflow.getHandle(run.workflowId, run.runId).fetchHistory();
  const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  const { eventId } = tasks[Math.floor(part * tasks.length)] ?? {};
  if (!eventId) throw new Error('No workflow task has been completed yet');
  const { runId } = await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: run,
    reason: 'test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: eventId,
  });
  return { workflowId: run.workflowId, runId, eventId: String(eventId) };
}

/** Has a run do everything anew, as `temporal workflow reset --type FirstWorkflowTask` does; returns the run that this makes. */
export async function resetToStart(client: Client, run: RunId): Promise<RunId> {
  const { workflowId, runId } = await resetRun(client, run, 0);
  return { workflowId, runId };
}
