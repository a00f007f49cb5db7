import { type Client, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import type { analysis } from '../workflows/analysis.ts';
import type { AnalysisResult, RunId } from '../workflows/contract.ts';
import { ensureReadable } from '../workflows/refused.ts';
import { withDeadline } from './deadline.ts';
import type { KeyRing } from './key-ring.ts';

/** What a report link leads to. */
export type FoundReport =
  | { kind: 'report'; result: AnalysisResult }
  | { kind: 'not-found' }
  | { kind: 'expired' }
  | { kind: 'not-ready' };

/** Word in a report link: workflow id and run id, sealed. */
function openReportToken(keyRing: KeyRing, token: string): RunId | undefined {
  const [workflowId, runId, ...rest] = keyRing.openText(token, 'report-link')?.split(' ') ?? [];
  return workflowId?.startsWith('analysis:') && runId && rest.length === 0 ? { workflowId, runId } : undefined;
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

async function findReport(client: Client, run: RunId): Promise<FoundReport> {
  let { runId } = run;
  for (let resets = 0; resets <= maxResets; resets++) {
    const handle = client.workflow.getHandle<typeof analysis>(run.workflowId, runId, { followRuns: false });
    const { status, raw } = await handle.describe();
    if (status.name === 'COMPLETED') return { kind: 'report', result: ensureReadable(await handle.result()) };
    if (status.name === 'RUNNING') return { kind: 'not-ready' };
    const nextRunId = raw.workflowExtendedInfo?.resetRunId;
    if (!nextRunId) break;
    runId = nextRunId;
  }
  return { kind: 'expired' };
}
