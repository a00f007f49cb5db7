import { z } from 'zod';
import type { UserAction } from '../line/simulator.ts';

/** Id of a 1:1 chat (the user's id), a group or a room. */
export const chatIdSchema = z
  .string({ error: 'say which chat' })
  .regex(/^[UCR][0-9a-f]{32}$/, 'a chat id is U, C or R and 32 hexadecimal digits');
const userId = z
  .string({ error: 'say who does it' })
  .regex(/^U[0-9a-f]{32}$/, 'a user id is U and 32 hexadecimal digits');

const what = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('text'), text: z.string().min(1).max(5000) }),
    z.object({
      type: z.literal('location'),
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      title: z.string().min(1).max(100).optional(),
      address: z.string().min(1).max(100).optional(),
    }),
    z.object({
      type: z.literal('postback'),
      data: z.string().min(1).max(300),
      params: z.record(z.string(), z.string()).optional(),
    }),
    z.object({ type: z.literal('sticker'), packageId: z.string().optional(), stickerId: z.string().optional() }),
    z.object({ type: z.literal('image') }),
    z.object({ type: z.literal('unsend'), messageId: z.string().min(1) }),
    z.object({ type: z.literal('follow') }),
    z.object({ type: z.literal('unfollow') }),
    z.object({ type: z.literal('join') }),
    z.object({ type: z.literal('leave') }),
  ],
  { error: 'an action has a type: text, location, postback, sticker, image, unsend, follow, unfollow, join or leave' },
);

/** What a person does, as the page posts it. Lengths follow the Messaging API reference, "Message objects" and "Action objects". */
export const userActionSchema: z.ZodType<UserAction> = z.intersection(
  z.object({ userId, chatId: chatIdSchema.optional() }, { error: 'an action is a JSON object' }),
  what,
);
