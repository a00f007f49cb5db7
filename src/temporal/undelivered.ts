import { type Client, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  type FailureReason,
  type FinishedReport,
  type RunId,
  type Stage,
  workflowTypes,
} from '../workflows/contract.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { withDeadline } from './deadline.ts';
import { type DescribedRun, describedRun } from './run-description.ts';

const undelivered: FailureReason = 'Undelivered';

/** Stages at which a run ends whose answer LINE did not take. */
const lastStages: Stage[] = ['delivering', 'held'];

/** The report of a run that ended without having brought it into the chat, read from how `handle.result()` failed. */
export function undeliveredReport(error: unknown): FinishedReport | undefined {
  const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure) || cause.type !== undelivered) return undefined;
  return cause.details?.find(isFinishedReport);
}

/** Sealed by us, so its shape is ours; an apology that LINE did not take leaves none. */
function isFinishedReport(detail: unknown): detail is FinishedReport {
  return typeof detail === 'object' && detail !== null && 'reports' in detail;
}

/**
 * The runs of a chat that made a report and could not bring it into the chat, newest first; not those whose workflow id has
 * been taken since. The index is a moment behind.
 *
 * @throws TemporalUnavailable
 */
export async function listUndelivered(
  client: Client,
  timeoutMs: number,
  { chatKey, closedAfterMs, max }: { chatKey: string; closedAfterMs: number; max: number },
): Promise<DescribedRun[]> {
  const stages = lastStages.map((stage) => `'${stage}'`).join(', ');
  const query = [
    `WorkflowType = '${workflowTypes.analysis}'`,
    "ExecutionStatus = 'Failed'",
    `${searchAttributes.chat.name} = '${chatKey}'`,
    `${searchAttributes.stage.name} IN (${stages})`,
    `CloseTime > '${new Date(closedAfterMs).toISOString()}'`,
  ].join(' AND ');
  return withDeadline(client, timeoutMs, async () => {
    const found: DescribedRun[] = [];
    for await (const info of client.workflow.list({ query, pageSize: max })) {
      if (await isLastWithReport(client, info)) found.push(describedRun(info));
      if (found.length >= max) break;
    }
    return found;
  });
}

async function isLastWithReport(client: Client, { workflowId, runId }: RunId): Promise<boolean> {
  const last = await client.workflow.getHandle(workflowId).describe();
  if (last.runId !== runId) return false;
  const failed: unknown = await client.workflow
    .getHandle(workflowId, runId)
    .result()
    .catch((error: unknown) => error);
  return undeliveredReport(failed) !== undefined;
}
