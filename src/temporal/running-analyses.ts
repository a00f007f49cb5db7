import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import {
  answerNow,
  type BatchUpdate,
  batchUpdated,
  cancelByUser,
  type HeldRequest,
  heldWanted,
  type Progress,
  progress,
  workflowTypes,
} from '../workflows/contract.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { withDeadline } from './deadline.ts';
import { listRuns } from './list-runs.ts';
import { type DescribedRun, describedRun } from './run-description.ts';

/** One run of an analysis. */
export type RunRef = { workflowId: string; runId?: string };

/**
 * Tells a run that its batch has changed.
 *
 * @returns false when there is no such run or it has ended.
 * @throws TemporalUnavailable
 */
export async function nudge(client: Client, timeoutMs: number, run: RunRef, update: BatchUpdate): Promise<boolean> {
  return signalled(client, timeoutMs, () => handleOf(client, run).signal(batchUpdated, update));
}

/** Tells a run that the user wants no report; false when it has ended. @throws TemporalUnavailable */
export async function cancelForUser(client: Client, timeoutMs: number, run: RunRef): Promise<boolean> {
  return signalled(client, timeoutMs, () => handleOf(client, run).signal(cancelByUser));
}

/** Tells a run that the user would rather pay than wait; false when it has ended. @throws TemporalUnavailable */
export async function askAnswerNow(client: Client, timeoutMs: number, run: RunRef): Promise<boolean> {
  return signalled(client, timeoutMs, () => handleOf(client, run).signal(answerNow));
}

/** Gives a run that holds its answer a reply token for it; false when it has ended. @throws TemporalUnavailable */
export async function askForHeld(
  client: Client,
  timeoutMs: number,
  run: RunRef,
  request: HeldRequest,
): Promise<boolean> {
  return signalled(client, timeoutMs, () => handleOf(client, run).signal(heldWanted, request));
}

/** Where a run stands, asked of the worker; undefined when no worker answers in time or the run is gone. */
export async function readProgress(client: Client, timeoutMs: number, run: RunRef): Promise<Progress | undefined> {
  return withDeadline(client, timeoutMs, () => handleOf(client, run).query(progress)).catch(() => undefined);
}

/** The run that has a workflow id now; undefined when there is none. @throws TemporalUnavailable */
export async function describeRun(
  client: Client,
  timeoutMs: number,
  workflowId: string,
): Promise<DescribedRun | undefined> {
  try {
    return describedRun(await withDeadline(client, timeoutMs, () => client.workflow.getHandle(workflowId).describe()));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** The running analyses of a chat, oldest first; the index is a moment behind. @throws TemporalUnavailable */
export async function listRunning(client: Client, timeoutMs: number, chatKey: string): Promise<DescribedRun[]> {
  const query = `WorkflowType = '${workflowTypes.analysis}' AND ExecutionStatus = 'Running' AND ${searchAttributes.chat.name} = '${chatKey}'`;
  return withDeadline(client, timeoutMs, async () => {
    const found: DescribedRun[] = [];
    for await (const run of listRuns(client, query, 20)) found.push(run);
    return found.toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  });
}

/** The running workflow that waits for a batch, by the search attribute. @throws TemporalUnavailable */
export async function findByBatch(client: Client, timeoutMs: number, batchName: string): Promise<RunRef | undefined> {
  const query = `WorkflowType = '${workflowTypes.analysis}' AND ExecutionStatus = 'Running' AND ${searchAttributes.batch.name} = '${batchName}'`;
  return withDeadline(client, timeoutMs, async () => {
    for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 1 }))
      return { workflowId, runId };
    return undefined;
  });
}

function handleOf(client: Client, { workflowId, runId }: RunRef) {
  return client.workflow.getHandle(workflowId, runId);
}

async function signalled(client: Client, timeoutMs: number, signal: () => Promise<void>): Promise<boolean> {
  try {
    await withDeadline(client, timeoutMs, signal);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
