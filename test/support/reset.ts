import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { RunId } from '../../src/workflows/contract.ts';

/** Has a run do everything anew, as `temporal workflow reset --type FirstWorkflowTask` does; returns the run that this makes. */
export async function resetToStart(client: Client, run: RunId): Promise<RunId> {
  const { events } = await client.workflow.getHandle(run.workflowId, run.runId).fetchHistory();
  const { eventId } = events?.find((event) => event.workflowTaskCompletedEventAttributes) ?? {};
  if (!eventId) throw new Error('No workflow task has been completed yet');
  const { runId } = await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: run,
    reason: 'test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: eventId,
  });
  return { workflowId: run.workflowId, runId };
}
