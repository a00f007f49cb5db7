import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import type { Rig } from './rig.ts';

/** One paid call or more, as a run's ledger or its history tells. */
type Paid = { confirmed: number; unknown: number; batchLines: number; confirmedMicroUsd: number };

/** What one run of a user's request has become, read from Temporal. */
export type EndedRun = {
  type: 'nearby' | 'analysis';
  workflowId: string;
  runId: string;
  /** Temporal's name, e.g. `COMPLETED`. */
  status: string;
  /** Type of the failure that a failed run ended with. */
  failureType: string | undefined;
  /** Result of a completed run. */
  result: unknown;
  /** From the ledger in the run's memo; without one, how often paid activities were attempted at most. */
  paid: Paid;
};

const ledgerSchema = z.object({
  ledger: z.array(z.object({ call: z.string(), status: z.enum(['confirmed', 'unknown']), priceMicroUsd: z.number() })),
});
const paidActivities = new Set(['searchPlaces', 'extractNames', 'collectReviews', 'answerNow']);

/** How many requests of users run now; the index is a moment behind. */
export async function countRunning({ installation }: Rig): Promise<number> {
  const { count } = await installation.client.workflow.count(
    "ExecutionStatus = 'Running' AND WorkflowType IN ('nearby', 'analysis')",
  );
  return count;
}

/** Every run of a user's request, ended or not. */
export async function readRuns(rig: Rig): Promise<EndedRun[]> {
  const { workflow } = rig.installation.client;
  const runs: EndedRun[] = [];
  for await (const info of workflow.list({ query: "WorkflowType IN ('nearby', 'analysis')" })) {
    const type = z.enum(['nearby', 'analysis']).parse(info.type);
    // The index may be behind: the run itself tells how it stands.
    const handle = workflow.getHandle(info.workflowId, info.runId);
    const { status, memo } = await handle.describe();
    const { result, failureType } = status.name === 'RUNNING' ? {} : await outcomeOf(handle);
    const ledger = ledgerSchema.safeParse(memo).data?.ledger;
    const paid = ledger ? paidByLedger(ledger) : await attempted(handle);
    const { workflowId, runId } = info;
    runs.push({ type, workflowId, runId, status: status.name, failureType, result, paid });
  }
  return runs;
}

async function outcomeOf(handle: WorkflowHandle): Promise<{ result?: unknown; failureType?: string }> {
  try {
    return { result: await handle.result() };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return { failureType: z.object({ type: z.string() }).safeParse(cause).data?.type };
  }
}

function paidByLedger(ledger: z.infer<typeof ledgerSchema>['ledger']): Paid {
  const lines = ledger.filter(({ call }) => call === 'batchLine');
  const calls = ledger.filter(({ call }) => call !== 'batchLine');
  return {
    confirmed: calls.filter(({ status }) => status === 'confirmed').length,
    unknown: calls.filter(({ status }) => status === 'unknown').length,
    batchLines: lines.length,
    confirmedMicroUsd: ledger.reduce((sum, entry) => sum + entry.priceMicroUsd, 0),
  };
}

/** A run that never came to write its ledger: every attempt of a paid activity may have been billed. */
async function attempted(handle: WorkflowHandle): Promise<Paid> {
  const { events } = await handle.fetchHistory();
  // An activity that was cancelled has been tried once at least, though its start may not stand in the history.
  const tries = new Map<number, { name: string; attempts: number }>();
  for (const event of events ?? []) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) tries.set(Number(event.eventId), { name: scheduled.activityType?.name ?? '', attempts: 1 });
    const started = event.activityTaskStartedEventAttributes;
    const tried = tries.get(Number(started?.scheduledEventId));
    if (tried) tried.attempts = started?.attempt ?? 1;
  }
  const sum = (wanted: (name: string) => boolean) =>
    [...tries.values()].reduce((total, { name, attempts }) => total + (wanted(name) ? attempts : 0), 0);
  return {
    confirmed: 0,
    unknown: sum((name) => paidActivities.has(name)),
    batchLines: sum((name) => name === 'createBatch'),
    confirmedMicroUsd: 0,
  };
}
