import { type Client, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import type { analysis } from '../workflows/analysis.ts';
import type { AnalysisResult } from '../workflows/contract.ts';
import { withDeadline } from './deadline.ts';
import type { KeyRing } from './key-ring.ts';

/** What a report link leads to. */
export type FoundReport =
  | { kind: 'report'; result: AnalysisResult }
  | { kind: 'not-found' }
  | { kind: 'expired' }
  | { kind: 'not-ready' };

/** Word in a report link: workflow id and run id, sealed. */
function openReportToken(keyRing: KeyRing, token: string): { workflowId: string; runId: string } | undefined {
  const [workflowId, runId, ...rest] = keyRing.openText(token)?.split(' ') ?? [];
  return workflowId?.startsWith('analysis:') && runId && rest.length === 0 ? { workflowId, runId } : undefined;
}

/**
 * The report behind a link; a run that is gone is an expired one, since only we can have sealed its token.
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
  const handle = client.workflow.getHandle<typeof analysis>(run.workflowId, run.runId);
  try {
    const { status } = await withDeadline(client, timeoutMs, () => handle.describe());
    if (status.name === 'RUNNING') return { kind: 'not-ready' };
    return { kind: 'report', result: await withDeadline(client, timeoutMs, () => handle.result()) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowFailedError) return { kind: 'expired' };
    throw error;
  }
}
