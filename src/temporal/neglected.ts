import type { Client } from '@temporalio/client';
import { type RunId, type Stage, workflowTypes } from '../workflows/contract.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

const held: Stage = 'held';

/** Open analyses that started before a moment and do not hold a finished answer. */
export async function listOverdue(client: Client, startedBeforeMs: number): Promise<RunId[]> {
  const since = new Date(startedBeforeMs).toISOString();
  return listIds(
    client,
    `ExecutionStatus = 'Running' AND StartTime < '${since}' AND ${searchAttributes.stage.name} != '${held}'`,
  );
}

/** Analyses that were terminated or timed out after a moment. */
export async function listEndedFromOutside(client: Client, closedAfterMs: number): Promise<RunId[]> {
  const since = new Date(closedAfterMs).toISOString();
  return listIds(client, `ExecutionStatus IN ('Terminated', 'TimedOut') AND CloseTime > '${since}'`);
}

async function listIds(client: Client, condition: string): Promise<RunId[]> {
  const query = `WorkflowType = '${workflowTypes.analysis}' AND ${condition}`;
  const found: RunId[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query })) found.push({ workflowId, runId });
  return found;
}
