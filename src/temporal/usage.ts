import type { Client } from '@temporalio/client';
import { workflowTypes } from '../workflows/contract.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { withDeadline } from './deadline.ts';
import { listRuns } from './list-runs.ts';

/** How many analyses a chat has asked for since a moment. @throws TemporalUnavailable */
export async function countAnalyses(
  client: Client,
  timeoutMs: number,
  { chatKey, sinceMs }: { chatKey: string; sinceMs: number },
): Promise<number> {
  const query = `WorkflowType = '${workflowTypes.analysis}' AND ${searchAttributes.chat.name} = '${chatKey}' AND StartTime >= '${iso(sinceMs)}'`;
  const { count } = await withDeadline(client, timeoutMs, () => client.workflow.count(query));
  return count;
}

/**
 * What the runs that have ended since a moment paid for certain, in millionths of a dollar. A run that cannot be read counts
 * nothing and hides no other.
 *
 * @throws TemporalUnavailable
 */
export async function spentMicroUsd(
  client: Client,
  timeoutMs: number,
  { taskQueue, sinceMs }: { taskQueue: string; sinceMs: number },
): Promise<number> {
  const query = `CloseTime >= '${iso(sinceMs)}' AND TaskQueue = '${taskQueue}' AND WorkflowType IN ('${workflowTypes.analysis}', '${workflowTypes.nearby}')`;
  return withDeadline(client, timeoutMs, async () => {
    let sum = 0;
    for await (const { memo } of listRuns(client, query)) {
      for (const { priceMicroUsd } of memo?.ledger ?? []) sum += priceMicroUsd;
    }
    return sum;
  });
}

/** How long the last batch jobs took that brought a report, newest first, milliseconds. @throws TemporalUnavailable */
export async function lastBatchDurationsMs(client: Client, timeoutMs: number, most: number): Promise<number[]> {
  const query = `WorkflowType = '${workflowTypes.analysis}' AND ExecutionStatus = 'Completed'`;
  return withDeadline(client, timeoutMs, async () => {
    const durations: number[] = [];
    let looked = 0;
    for await (const { memo } of listRuns(client, query, 2 * most)) {
      const batchMs = memo?.batchMs;
      if (batchMs !== undefined) durations.push(batchMs);
      if (durations.length === most || ++looked === 2 * most) break;
    }
    return durations;
  });
}

const iso = (timeMs: number) => new Date(timeMs).toISOString();
