import { z } from 'zod';
import type { BatchState } from './batch-states.ts';
import { type CallOptions, callGemini } from './call.ts';
import type { ClientContext } from './context.ts';
import { classifyGeminiError } from './errors.ts';
import { operation, stateOf } from './operation.ts';
import { getRaw, resourcePath } from './raw.ts';

/** What to create; `webhook` is called by Gemini at the end of the job ("Webhooks"). */
export type BatchOrder = {
  displayName: string;
  fileName: string;
  /** Default: the report model. */
  model?: string;
  webhook?: { uri: string; userMetadata: Record<string, string> };
};

const createdBatch = z.object({ name: z.string().startsWith('batches/') });

/**
 * Creates a batch job, once: the call is not idempotent, the same order twice makes two jobs and two bills.
 *
 * @throws GeminiCallError, of kind `unknown` whenever the job may exist all the same.
 */
export async function createBatch(
  { ai, reportModel }: ClientContext,
  { displayName, fileName, model = reportModel, webhook }: BatchOrder,
  { signal }: CallOptions = {},
): Promise<{ batchName: string }> {
  const webhookConfig = webhook && { uris: [webhook.uri], userMetadata: webhook.userMetadata };
  return callGemini('createBatch', signal, async () => {
    const job = await ai.batches.create({
      model,
      src: resourcePath(fileName),
      config: { displayName, webhookConfig, abortSignal: signal },
    });
    return { batchName: createdBatch.parse(job).name };
  });
}

/** How a batch job stands. */
export type BatchStatus = {
  state: BatchState;
  /** Gemini's own word, e.g. `BATCH_STATE_RUNNING`. */
  rawState: string;
  /** What we called it when we created it; undefined when Gemini does not say. */
  displayName?: string;
  resultFileName?: string;
  /** Number of results inside the operation itself, which jobs without an input file have. */
  inlineCount?: number;
  /** Lines that failed; a job with failed lines still succeeds. */
  failedCount: number;
  /** Why the whole job failed. */
  error?: { code: number; message: string };
};

/** Looks at a job; one that Gemini does not know is `missing`. The SDK leaves error and counts out. Throws `GeminiCallError`. */
export async function getBatch(
  context: ClientContext,
  batchName: string,
  { signal }: CallOptions = {},
): Promise<BatchStatus> {
  return callGemini('getBatch', signal, async () => {
    try {
      return statusOf(await getRaw(context, resourcePath(batchName), signal));
    } catch (error) {
      if (classifyGeminiError(error).code !== 'GeminiNotFound') throw error;
      return { state: 'missing', rawState: 'NOT_FOUND', failedCount: 0 };
    }
  });
}

function statusOf(text: string): BatchStatus {
  const job = operation.parse(JSON.parse(text));
  const output = job.metadata?.output ?? job.response;
  return {
    ...stateOf(job),
    displayName: job.metadata?.displayName,
    resultFileName: output?.responsesFile,
    inlineCount: output?.inlinedResponses?.inlinedResponses?.length,
    failedCount: job.metadata?.batchStats?.failedRequestCount ?? 0,
    error: job.error,
  };
}

/** Cancels a job; one that is gone or has ended is fine. What has run is billed. Throws `GeminiCallError`. */
export async function cancelBatch(
  { ai }: ClientContext,
  batchName: string,
  { signal }: CallOptions = {},
): Promise<void> {
  return callGemini('cancelBatch', signal, () =>
    toleratingGone(() => ai.batches.cancel({ name: resourcePath(batchName), config: { abortSignal: signal } })),
  );
}

/** Deletes a job; one that is gone is fine. Throws `GeminiCallError`. */
export async function deleteBatch(
  { ai }: ClientContext,
  batchName: string,
  { signal }: CallOptions = {},
): Promise<void> {
  return callGemini('deleteBatch', signal, () =>
    toleratingGone(() => ai.batches.delete({ name: resourcePath(batchName), config: { abortSignal: signal } })),
  );
}

/** Runs a call for which "not there" and "not in a state for it" are as good as done. */
async function toleratingGone(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    const { code } = classifyGeminiError(error);
    if (code !== 'GeminiNotFound' && code !== 'GeminiPrecondition') throw error;
  }
}
