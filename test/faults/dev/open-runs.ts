import type { Client } from '@temporalio/client';
import { searchAttributes } from '../../../src/workflows/search-attributes.ts';
import type { RunRef } from '../visibility.ts';

/** A run as the index lists it. */
export type ListedRun = RunRef & { type: string; startedAtMs: number; isOpen: boolean; isHeld: boolean };

/** Every run that started since a moment; the index is a moment behind. */
export async function listRuns(client: Client, sinceMs: number): Promise<ListedRun[]> {
  const query = `StartTime >= '${new Date(sinceMs).toISOString()}'`;
  const found: ListedRun[] = [];
  for await (const info of client.workflow.list({ query })) {
    const { workflowId, runId, type, startTime, status, typedSearchAttributes } = info;
    found.push({
      ...{ workflowId, runId, type, startedAtMs: startTime.getTime() },
      isOpen: status.name === 'RUNNING',
      isHeld: typedSearchAttributes.get(searchAttributes.stage) === 'held',
    });
  }
  return found;
}

/** Asks again and again until something is so; false when it was not within the time. */
export async function until(isSo: () => Promise<boolean>, withinMs: number, pauseMs = 50): Promise<boolean> {
  const giveUpAtMs = Date.now() + withinMs;
  for (;;) {
    if (await isSo()) return true;
    if (Date.now() > giveUpAtMs) return false;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
