import { type Client, WorkflowFailedError, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import type { analysis } from '../workflows/analysis.ts';
import type { FinishedReport, RunId } from '../workflows/contract.ts';
import { ensureReadable } from '../workflows/refused.ts';
import { withDeadline } from './deadline.ts';
import type { KeyRing } from './key-ring.ts';
import { undeliveredReport } from './undelivered.ts';

/** What a report link leads to. */
export type FoundReport =
  | { kind: 'report'; result: FinishedReport }
  | { kind: 'not-found' }
  | { kind: 'expired' }
  | { kind: 'not-ready' };

/** Word in a report link: workflow id and run id, sealed. */
function openReportToken(keyRing: KeyRing, token: string): RunId | undefined {
  const [workflowId, runId, ...rest] = keyRing.openText(token, 'report-link')?.split(' ') ?? [];
  return workflowId?.startsWith('analysis:') && runId && rest.length === 0 ? { workflowId, runId } : undefined;
}

/** The address of a run's report page under the address of the API. */
export function reportUrl(keyRing: KeyRing, publicUrl: string, { workflowId, runId }: RunId): string {
  return `${publicUrl}/r/${keyRing.sealText(`${workflowId} ${runId}`)}`;
}

/** Resets of one request that a link is followed through. */
const maxResets = 20;

/**
 * The report behind a link. The link may name a run that was reset before it had one: then the report is that of the run
 * which the reset made. A run that is gone is an expired one, since only we can have sealed its token.
 *
 * @throws TemporalUnavailable when Temporal itself cannot be reached.
 */
export async function readReport(
  client: Client,
  timeoutMs: number,
  keyRing: KeyRing,
  token: string,
): Promise<FoundReport> {
  const run = openReportToken(keyRing, token);
  if (!run) return { kind: 'not-found' };
  try {
    return await withDeadline(client, timeoutMs, async () => findReport(client, run));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowFailedError) return { kind: 'expired' };
    throw error;
  }
}

/** LINE may not have taken the report: it is on its page all the same. */
async function reportOfFailed(handle: WorkflowHandle): Promise<FoundReport> {
  const failed: unknown = await handle.result().catch((error: unknown) => error);
  const result = undeliveredReport(failed);
  return result ? { kind: 'report', result: ensureReadable(result) } : { kind: 'expired' };
}

async function findReport(client: Client, run: RunId): Promise<FoundReport> {
  let { runId } = run;
  for (let resets = 0; resets <= maxResets; resets++) {
    const handle = client.workflow.getHandle<typeof analysis>(run.workflowId, runId, { followRuns: false });
    const { status, raw } = await handle.describe();
    if (status.name === 'COMPLETED') return { kind: 'report', result: ensureReadable(await handle.result()) };
    if (status.name === 'RUNNING') return { kind: 'not-ready' };
    const nextRunId = raw.workflowExtendedInfo?.resetRunId;
    if (!nextRunId) return reportOfFailed(handle);
    runId = nextRunId;
  }
  return { kind: 'expired' };
}
