import { z } from 'zod';
import { type BatchState, batchStateOf } from './batch-states.ts';

// int64 travels as a string; zero is left out.
const count = z.coerce.number().int().min(0).catch(0).default(0);

const output = z.object({
  responsesFile: z.string().optional(),
  inlinedResponses: z.object({ inlinedResponses: z.array(z.unknown()).optional() }).optional(),
});

/** A batch job as REST shows it: a long-running operation ("Batch API reference"), as far as it is read here. */
export const operation = z.object({
  name: z.string().min(1),
  done: z.boolean().optional(),
  error: z.object({ code: z.number().default(2), message: z.string().default('') }).optional(),
  metadata: z
    .object({
      displayName: z.string().optional(),
      state: z.string().optional(),
      createTime: z.string().optional(),
      output: output.optional(),
      batchStats: z.object({ failedRequestCount: count }).optional(),
    })
    .optional(),
  response: output.optional(),
});

/** An operation whose shape has been checked. */
export type Operation = z.infer<typeof operation>;

/** One page of `batches.list`; an empty list comes as `{}`. */
export const operationPage = z.object({
  operations: z.array(operation).default([]),
  nextPageToken: z.string().optional(),
});

/** The state of a job with the word that Gemini used; without a word, what the operation itself tells. */
export function stateOf({ metadata, done, error, response }: Operation): { state: BatchState; rawState: string } {
  if (metadata?.state) return { state: batchStateOf(metadata.state), rawState: metadata.state };
  if (!done) return { state: 'unknown', rawState: '' };
  if (error) return { state: 'failed', rawState: '' };
  return { state: response ? 'succeeded' : 'unknown', rawState: '' };
}

/** When the job was made, milliseconds since the epoch; undefined when it is not said or not a time. */
export function createdAtMsOf({ metadata }: Operation): number | undefined {
  const createdAtMs = Date.parse(metadata?.createTime ?? '');
  return Number.isNaN(createdAtMs) ? undefined : createdAtMs;
}
