import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { chatLeft, lateApologyWorkflowId, type RunId, workflowTypes } from '../workflows/contract.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { listRuns } from './list-runs.ts';
import type { DescribedRun } from './run-description.ts';

/** Every run of a chat, open and closed, newest first; the index is a moment behind. */
export async function listRunsOfChat(client: Client, chatKey: string): Promise<DescribedRun[]> {
  const types = `WorkflowType IN ('${workflowTypes.analysis}', '${workflowTypes.nearby}')`;
  const query = `${types} AND ${searchAttributes.chat.name} = '${chatKey}'`;
  const found: DescribedRun[] = [];
  for await (const run of listRuns(client, query)) found.push(run);
  return found;
}

/** Asks a run to end in silence; one that has ended is fine. */
export async function stopRun(client: Client, { workflowId, runId, type }: DescribedRun): Promise<void> {
  const handle = client.workflow.getHandle(workflowId, runId);
  await toleratingGone(() => (type === workflowTypes.analysis ? handle.signal(chatLeft) : handle.cancel()));
}

/**
 * Deletes a run with its history, ending it when it is open, and the apology that the sweep may have sent for it, which
 * knows what the run knew. What is gone is fine.
 */
export async function deleteRun(client: Client, { workflowId, runId }: RunId, installation: string): Promise<void> {
  for (const apology of [lateApologyWorkflowId(runId), lateApologyWorkflowId(runId, installation)])
    await remove(client, { workflowId: apology });
  await remove(client, { workflowId, runId });
}

async function remove(client: Client, workflowExecution: { workflowId: string; runId?: string }): Promise<void> {
  const { namespace } = client.options;
  await toleratingGone(() => client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution }));
}

async function toleratingGone(call: () => Promise<unknown>): Promise<void> {
  const notFound = 5;
  try {
    await call();
  } catch (error) {
    const isGone = error instanceof WorkflowNotFoundError || codeOf(error) === notFound;
    if (!isGone) throw error;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
