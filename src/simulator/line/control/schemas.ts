import { z } from 'zod';
import { chatIdSchema, userActionSchema, userIdSchema } from '../user-action.ts';

/** A new person. */
export const newUserSchema = z.strictObject({
  userId: userIdSchema.optional(),
  displayName: z.string().min(1).max(20).optional(),
  language: z.string().min(2).optional(),
  pictureUrl: z.url({ protocol: /^https$/ }).optional(),
  statusMessage: z.string().min(1).optional(),
  profileConsent: z.boolean().optional(),
  friendship: z.enum(['friend', 'blocked', 'never-friend', 'deleted']).optional(),
});

/** A new group or room. */
export const newGroupSchema = z.strictObject({
  groupId: z
    .string()
    .regex(/^[CR][0-9a-f]{32}$/, 'must be C or R and 32 hexadecimal digits')
    .optional(),
  kind: z.enum(['group', 'room']).optional(),
  name: z.string().min(1).optional(),
  memberIds: z.array(userIdSchema).min(1),
  botIsIn: z.boolean().optional(),
});

/** Tells one action from a list of them. */
export const eventsOrOneSchema = z.looseObject({ events: z.unknown().optional() });

/** What people do, for one webhook body; none makes the empty body of the "Verify" button. */
export const eventsSchema = z.strictObject({ events: z.array(userActionSchema).max(100) });

/** An event to send as it is, over the default one; a property that is null is left out. */
export const rawEventSchema = z.strictObject({
  userId: userIdSchema.optional(),
  chatId: chatIdSchema.optional(),
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

/** The month's quota; a limit of null is none. */
export const quotaSchema = z.strictObject({
  limit: z.int().min(0).nullable(),
  used: z.int().min(0).optional(),
});
