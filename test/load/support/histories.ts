import { median } from '../../../bench/statistics.ts';
import type { LoadedSystem } from './loaded-system.ts';

/** How big the histories of some finished analyses are. */
export type HistorySizes = {
  runs: number;
  medianEvents: number;
  mostEvents: number;
  medianBytes: number;
  mostBytes: number;
};

const looked = 50;

/** Reads them from Temporal's own description of the newest finished runs. */
export async function historySizes({ installation }: LoadedSystem): Promise<HistorySizes> {
  const { workflow } = installation.client;
  const events: number[] = [];
  const bytes: number[] = [];
  const query = "WorkflowType = 'analysis' AND ExecutionStatus = 'Completed'";
  for await (const { workflowId, runId } of workflow.list({ query, pageSize: looked })) {
    const { historyLength, historySize } = await workflow.getHandle(workflowId, runId).describe();
    events.push(historyLength);
    bytes.push(historySize ?? 0);
    if (events.length === looked) break;
  }
  return {
    runs: events.length,
    ...{ medianEvents: median(events), mostEvents: Math.max(...events) },
    ...{ medianBytes: median(bytes), mostBytes: Math.max(...bytes) },
  };
}
