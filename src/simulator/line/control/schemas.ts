import { z } from 'zod';
import type { Fault } from '../../core/faults.ts';
import type { UserAction } from '../simulator.ts';

const userId = z.string().regex(/^U[0-9a-f]{32}$/, 'is not a user id (U and 32 hexadecimal digits)');
const chatId = z.string().regex(/^[UCR][0-9a-f]{32}$/, 'is not a chat id (U, C or R and 32 hexadecimal digits)');

/** A new person. */
export const newUserSchema = z.strictObject({
  userId: userId.optional(),
  displayName: z.string().min(1).max(20).optional(),
  language: z.string().min(2).optional(),
  friendship: z.enum(['friend', 'blocked', 'never-friend', 'deleted']).optional(),
});

/** A new group or room. */
export const newGroupSchema = z.strictObject({
  groupId: z
    .string()
    .regex(/^[CR][0-9a-f]{32}$/, 'is not a group or room id')
    .optional(),
  kind: z.enum(['group', 'room']).optional(),
  name: z.string().min(1).optional(),
  memberIds: z.array(userId).min(1),
  botIsIn: z.boolean().optional(),
});

const actor = { userId, chatId: chatId.optional() };

/** What a person does. */
export const userActionSchema: z.ZodType<UserAction> = z.discriminatedUnion('type', [
  z.strictObject({ ...actor, type: z.literal('text'), text: z.string().min(1).max(5000) }),
  z.strictObject({
    ...actor,
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    title: z.string().optional(),
    address: z.string().optional(),
  }),
  z.strictObject({
    ...actor,
    type: z.literal('postback'),
    data: z.string().min(1),
    params: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({
    ...actor,
    type: z.literal('sticker'),
    packageId: z.string().optional(),
    stickerId: z.string().optional(),
  }),
  z.strictObject({ ...actor, type: z.literal('image') }),
  z.strictObject({ ...actor, type: z.literal('unsend'), messageId: z.string() }),
  z.strictObject({ ...actor, type: z.literal('follow') }),
  z.strictObject({ ...actor, type: z.literal('unfollow') }),
  z.strictObject({ ...actor, type: z.literal('join') }),
  z.strictObject({ ...actor, type: z.literal('leave') }),
]);

/** An event to send as it is, over the default one; a property that is null is left out. */
export const rawEventSchema = z.strictObject({
  userId: userId.optional(),
  chatId: chatId.optional(),
  event: z.looseObject({
    type: z.string().optional(),
    mode: z.string().optional(),
    timestamp: z.int().optional(),
    webhookEventId: z.string().optional(),
    replyToken: z.string().nullable().optional(),
    deliveryContext: z.looseObject({ isRedelivery: z.boolean() }).optional(),
    source: z.looseObject({ type: z.string() }).nullable().optional(),
  }),
  signature: z.enum(['wrong', 'missing', 'none-of-base64']).optional(),
  times: z.int().min(1).max(100).default(1),
});

/** A move of the clock. */
export const clockSchema = z.union([
  z.strictObject({ advanceSeconds: z.number().min(0) }),
  z.strictObject({ freeze: z.boolean() }),
]);

/** The month's quota; a limit of null is none. */
export const quotaSchema = z.strictObject({
  limit: z.int().min(0).nullable(),
  used: z.int().min(0).optional(),
});

/** A fault. */
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
    z.strictObject({ kind: z.literal('delay'), delayMs: z.number().min(0) }),
    z.strictObject({ kind: z.literal('reset') }),
    z.strictObject({ kind: z.literal('lost-answer') }),
    z.strictObject({ kind: z.literal('broken-json') }),
    z.strictObject({ kind: z.literal('html') }),
    z.strictObject({ kind: z.literal('behaviour'), name: z.string().min(1), value: z.unknown().optional() }),
  ]),
});
