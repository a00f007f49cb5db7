import { activityInfo, log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { classifyGeminiError } from '../gemini/errors.ts';
import { unknownCreateMs } from '../workflows/decisions.ts';
import type { RunVersion } from '../workflows/version.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini, geminiFailure } from './failures.ts';
import { findOwnBatches } from './own-batches.ts';

/** A slow look must not let the POST begin so late that the server could still accept it when the next attempt looks. */
const lookTimeoutMs = 20_000;

/**
 * A job that will bring the results, with the number of its cancelled doubles; or one of this name that has ended badly; or
 * `unknown`: Gemini may have made one, and must not be asked again before the workflow has waited.
 */
export type CreatedBatch =
  | { kind: 'job'; batchName: string; doubles: number }
  | { kind: 'ended' }
  | { kind: 'unknown' };

/** Looks for a job of this name, and only if there is none, posts once: `batches.create` is not idempotent. */
export async function createBatch(
  dependencies: ActivityDependencies,
  input: { ownerRunId: string; submission: number; fileName: string; startedAtMs: number; version?: RunVersion },
): Promise<CreatedBatch> {
  const { gemini, names } = dependencies;
  const displayName = names.batchDisplayName(input.ownerRunId, input.submission, input.version ?? 1);
  const found = await callGemini(() =>
    findOwnBatches(dependencies, { displayName, startedAtMs: input.startedAtMs, timeoutMs: lookTimeoutMs }),
  );
  if (found.live) return { kind: 'job', batchName: found.live, doubles: found.doubles };
  if (found.ended) return { kind: 'ended' };
  try {
    const { batchName } = await gemini.createBatch(
      { displayName, fileName: input.fileName, webhook: webhookOf(dependencies) },
      { signal: attemptSignal() },
    );
    return { kind: 'job', batchName, doubles: 0 };
  } catch (error) {
    if (input.version === 2 && classifyGeminiError(error).kind === 'unknown') return { kind: 'unknown' };
    throw createFailure(error);
  }
}

function webhookOf({ geminiWebhookUrl, names }: ActivityDependencies) {
  const workflowId = activityInfo().workflowExecution?.workflowId;
  if (!geminiWebhookUrl || !workflowId) return undefined;
  return { uri: geminiWebhookUrl, userMetadata: { hyoban: names.sealText(workflowId, 'webhook-metadata') } };
}

function createFailure(error: unknown): ApplicationFailure {
  const { kind, code } = classifyGeminiError(error);
  const cause = error instanceof Error ? error : undefined;
  if (kind === 'unknown') {
    log.warn('No clear answer to a batch create; looking again when the server can no longer accept it', { code });
    return ApplicationFailure.create({
      type: 'BatchCreateUnknown',
      message: code,
      nextRetryDelay: unknownCreateMs,
      cause,
    });
  }
  if (code === 'GeminiRateLimited' || code === 'GeminiBatchQuota') {
    return ApplicationFailure.create({ type: 'GeminiBatchQuota', message: code, nonRetryable: true, cause });
  }
  if (code === 'GeminiNotFound' || code === 'GeminiFileGone') {
    return ApplicationFailure.create({ type: 'InputFileGone', message: code, nonRetryable: true, cause });
  }
  return geminiFailure(error);
}
