import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { type RunId, type Stage, type Suspect, workflowTypes } from '../workflows/contract.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { type ListedRun, listRuns } from './list-runs.ts';
import type { DescribedRun } from './run-description.ts';

const held: Stage = 'held';

/** Runs of one installation: several may share a namespace, but none a task queue. */
const analysesOf = (taskQueue: string) => `WorkflowType = '${workflowTypes.analysis}' AND TaskQueue = '${taskQueue}'`;

/** Open analyses that started before a moment and do not hold a finished answer. */
export async function listOverdue(client: Client, taskQueue: string, startedBeforeMs: number): Promise<RunId[]> {
  const since = new Date(startedBeforeMs).toISOString();
  const isOverdue = `ExecutionStatus = 'Running' AND StartTime < '${since}' AND ${searchAttributes.stage.name} != '${held}'`;
  return (await list(client, `${analysesOf(taskQueue)} AND ${isOverdue}`)).map(runIdOf);
}

/** Analyses that were terminated or timed out after a moment. */
export async function listEndedFromOutside(client: Client, taskQueue: string, closedAfterMs: number): Promise<RunId[]> {
  const since = new Date(closedAfterMs).toISOString();
  const isEnded = `ExecutionStatus IN ('Terminated', 'TimedOut') AND CloseTime > '${since}'`;
  return (await list(client, `${analysesOf(taskQueue)} AND ${isEnded}`)).map(runIdOf);
}

/** Analyses that are open, or all of the last days, with what the index knows of them. */
export async function listAnalyses(
  client: Client,
  taskQueue: string,
  which: 'open' | { startedAfterMs: number },
): Promise<ListedRun[]> {
  const condition =
    which === 'open' ? `ExecutionStatus = 'Running'` : `StartTime > '${new Date(which.startedAfterMs).toISOString()}'`;
  return list(client, `${analysesOf(taskQueue)} AND ${condition}`);
}

/** Whether the index shows a run that is surely there: it is not behind by more than that run is old. */
export async function isIndexed(client: Client, { workflowId, runId }: RunId): Promise<boolean> {
  return (await list(client, `WorkflowId = '${workflowId}' AND RunId = '${runId}'`)).length > 0;
}

const sweepResult = z.object({ suspects: z.array(z.object({ batchName: z.string(), sinceMs: z.number() })) });

/** How many sweeps are looked at to find the last one; the index does not promise an order. */
const lastSweeps = 20;

/** The suspects of the sweep that was completed last; none when there is no such sweep, or it cannot be read. */
export async function suspectsOfLastSweep(client: Client, taskQueue: string): Promise<Suspect[]> {
  const query = `WorkflowType = '${workflowTypes.sweep}' AND TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Completed'`;
  const sweeps: DescribedRun[] = [];
  for await (const run of listRuns(client, query, lastSweeps)) {
    sweeps.push(run);
    if (sweeps.length === lastSweeps) break;
  }
  const last = sweeps.toSorted((a, b) => (b.closedAtMs ?? 0) - (a.closedAtMs ?? 0))[0];
  if (!last) return [];
  const result: unknown = await client.workflow
    .getHandle(last.workflowId, last.runId)
    .result()
    .catch(() => undefined);
  return sweepResult.safeParse(result).data?.suspects ?? [];
}

const runIdOf = ({ workflowId, runId }: RunId): RunId => ({ workflowId, runId });

async function list(client: Client, query: string): Promise<ListedRun[]> {
  const found: ListedRun[] = [];
  for await (const run of listRuns(client, query)) found.push(run);
  return found;
}
