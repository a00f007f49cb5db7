import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { analysis } from '../workflows/analysis.ts';
import { type AnalysisInput, type AnalysisResult, analysisWorkflowId, workflowTypes } from '../workflows/contract.ts';
import { ensureReadable } from '../workflows/refused.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { withDeadline } from './deadline.ts';
import { isComplete, judgeDuplicate, type Tap } from './duplicates.ts';
import { type DescribedRun, describedRun, type RunMemo } from './run-description.ts';

/** What came of a tap on "analyse". */
export type StartOutcome =
  | { kind: 'started'; workflowId: string; runId: string }
  | { kind: 'redelivery' }
  | { kind: 'running'; run: DescribedRun }
  | { kind: 'fresh'; result: AnalysisResult }
  /** A new one would be needed, and none may start now. */
  | { kind: 'not-allowed' };

/** What every start needs besides its input. */
export type StartOptions = { taskQueue: string; timeoutMs: number; freshMs: number };

/** One tap: the input, the digest of its places, when it happened, whether the user wants a new report and may have one. */
export type AnalysisTap = {
  input: AnalysisInput;
  placeKey: string;
  timestampMs: number;
  again: boolean;
  mayStart: boolean;
};

/**
 * Starts an analysis, or says what is there already: one start wins for each chat and set of places.
 *
 * @throws TemporalUnavailable
 */
export async function startAnalysis(client: Client, options: StartOptions, tap: AnalysisTap): Promise<StartOutcome> {
  const workflowId = analysisWorkflowId(tap.input.chat.key, tap.placeKey);
  return withDeadline(client, options.timeoutMs, async () => {
    if (!tap.again && tap.mayStart) {
      const started = await tryStart(client, options, tap, workflowId, 'REJECT_DUPLICATE');
      if (started) return started;
    }
    return resolveDuplicate(client, options, tap, workflowId);
  });
}

async function resolveDuplicate(
  client: Client,
  options: StartOptions,
  tap: AnalysisTap,
  workflowId: string,
): Promise<StartOutcome> {
  // Twice at most: between the look and the start another tap may win, and then its run is looked at.
  for (let look = 0; look < 2; look++) {
    const run = await describe(client, workflowId);
    const verdict = run ? judgeDuplicate(run, tapOf(tap), Date.now(), options.freshMs) : 'restart';
    if (run && verdict === 'running') return { kind: 'running', run };
    if (run && verdict === 'fresh') {
      const result = ensureReadable(await client.workflow.getHandle<typeof analysis>(workflowId, run.runId).result());
      // An answer that lacks places is not shown again as the answer.
      if (isComplete(result)) return { kind: 'fresh', result };
    }
    if (verdict === 'redelivery') return { kind: 'redelivery' };
    if (!tap.mayStart) return { kind: 'not-allowed' };
    const started = await tryStart(client, options, tap, workflowId, 'ALLOW_DUPLICATE');
    if (started) return started;
  }
  return { kind: 'redelivery' };
}

async function tryStart(
  client: Client,
  options: StartOptions,
  { input, timestampMs }: AnalysisTap,
  workflowId: string,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
): Promise<StartOutcome | undefined> {
  const placeNames = input.places.map((place) => place.name);
  const memo: RunMemo = { webhookEventId: input.webhookEventId, timestampMs, placeNames };
  try {
    const handle = await client.workflow.start<typeof analysis>(workflowTypes.analysis, {
      workflowId,
      taskQueue: options.taskQueue,
      args: [input],
      workflowIdReusePolicy,
      workflowIdConflictPolicy: 'FAIL',
      memo,
      typedSearchAttributes: [
        { key: searchAttributes.chat, value: input.chat.key },
        { key: searchAttributes.stage, value: 'collecting' },
      ],
      staticSummary: `Report on ${placeNames.join(', ')} (${input.language})`,
      staticDetails: placeNames.map((name) => `- ${name}`).join('\n'),
    });
    return { kind: 'started', workflowId, runId: handle.firstExecutionRunId };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
    throw error;
  }
}

async function describe(client: Client, workflowId: string): Promise<DescribedRun | undefined> {
  try {
    return describedRun(await client.workflow.getHandle(workflowId).describe());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function tapOf({ input, timestampMs, again }: AnalysisTap): Tap {
  return { webhookEventId: input.webhookEventId, timestampMs, again };
}
