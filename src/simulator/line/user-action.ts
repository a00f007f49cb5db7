import { z } from 'zod';
import type { UserAction } from './simulator.ts';

const userIdWords = 'must be U and 32 hexadecimal digits';
const chatIdWords = 'must be U, C or R and 32 hexadecimal digits';

/** Id of a person. */
export const userIdSchema = z.string(userIdWords).regex(/^U[0-9a-f]{32}$/, userIdWords);

/** Id of a 1:1 chat (the user's id), a group or a room. */
export const chatIdSchema = z.string(chatIdWords).regex(/^[UCR][0-9a-f]{32}$/, chatIdWords);

const actor = { userId: userIdSchema, chatId: chatIdSchema.optional() };

/**
 * What a person does, as it comes from outside. Lengths follow the Messaging API reference, "Message objects" and
 * "Action objects".
 */
export const userActionSchema: z.ZodType<UserAction> = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ ...actor, type: z.literal('text'), text: z.string().min(1).max(5000) }),
    z.strictObject({
      ...actor,
      type: z.literal('location'),
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      title: z.string().min(1).max(100).optional(),
      address: z.string().min(1).max(100).optional(),
    }),
    z.strictObject({
      ...actor,
      type: z.literal('postback'),
      data: z.string().min(1).max(300),
      params: z.record(z.string(), z.string()).optional(),
    }),
    z.strictObject({
      ...actor,
      type: z.literal('sticker'),
      packageId: z.string().min(1).optional(),
      stickerId: z.string().min(1).optional(),
    }),
    z.strictObject({ ...actor, type: z.literal('image') }),
    z.strictObject({ ...actor, type: z.enum(['video', 'audio']), durationMs: z.int().min(1).optional() }),
    z.strictObject({ ...actor, type: z.literal('unsend'), messageId: z.string().min(1) }),
    z.strictObject({ ...actor, type: z.literal('follow') }),
    z.strictObject({ ...actor, type: z.literal('unfollow') }),
    z.strictObject({ ...actor, type: z.literal('join') }),
    z.strictObject({ ...actor, type: z.literal('leave') }),
  ],
  { error: (issue) => (Array.isArray(issue.options) ? `must be one of ${issue.options.join(', ')}` : undefined) },
);
