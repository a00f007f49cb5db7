import { z } from 'zod';
import type { Fault } from './faults.ts';

/** What a timer can wait, 24 days. */
const longestDelayMs = 2 ** 31 - 1;

/** A fault as it is posted to a control route; nothing beside what stands here is taken. */
export const faultSchema: z.ZodType<Fault> = z.strictObject({
  route: z.string().min(1),
  times: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  effect: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('status'),
      status: z.int().min(200).max(599),
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    }),
    z.strictObject({ kind: z.literal('delay'), delayMs: z.number().min(0).max(longestDelayMs) }),
    z.strictObject({ kind: z.literal('reset') }),
    z.strictObject({ kind: z.literal('lost-answer') }),
    z.strictObject({ kind: z.literal('broken-json') }),
    z.strictObject({ kind: z.literal('html') }),
    z.strictObject({ kind: z.literal('slow-body'), durationMs: z.number().min(0).max(longestDelayMs) }),
    z.strictObject({ kind: z.literal('behaviour'), name: z.string().min(1), value: z.unknown().optional() }),
  ]),
});
