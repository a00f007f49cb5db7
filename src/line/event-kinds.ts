import { z } from 'zod';
import { chatIdPattern, userIdPattern } from './ids.ts';
import type { EventBase, EventContent, EventSource, IgnoredReason, LineEvent } from './line-event.ts';
import { messageContent } from './message-content.ts';

const envelopeSchema = z.object({
  type: z.string(),
  mode: z.string().optional(),
  timestamp: z.int().nonnegative(),
  source: z.unknown().optional(),
  webhookEventId: z.string().regex(/^[0-9A-Z]{1,40}$/),
  deliveryContext: z.object({ isRedelivery: z.boolean().catch(false) }).catch({ isRedelivery: false }),
  replyToken: z.string().min(1).optional().catch(undefined),
  message: z.unknown().optional(),
  postback: z.unknown().optional(),
  unsend: z.unknown().optional(),
});
type Envelope = z.infer<typeof envelopeSchema>;

const userId = z.string().regex(userIdPattern);
const chatId = z.string().regex(chatIdPattern);
const sourceSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('user'), userId }),
  z.object({ type: z.literal('group'), groupId: chatId, userId: userId.optional().catch(undefined) }),
  z.object({ type: z.literal('room'), roomId: chatId, userId: userId.optional().catch(undefined) }),
]);

const postbackSchema = z.object({ data: z.string() });
const unsendSchema = z.object({ messageId: z.string() });

/** Turns one event of a webhook into ours; see "Webhook Event Objects" in the Messaging API reference. */
export function toLineEvent(raw: unknown): LineEvent {
  const envelope = envelopeSchema.safeParse(raw);
  if (!envelope.success) return { kind: 'ignored', reason: 'malformed' };
  const event = envelope.data;
  const { webhookEventId } = event;
  if (event.mode === 'standby') return { kind: 'ignored', reason: 'standby', webhookEventId };
  const content = contentOf(event);
  if (typeof content === 'string') return { kind: 'ignored', reason: content, webhookEventId };
  const source = sourceOf(event.source);
  if (!source) return { kind: 'ignored', reason: 'unknown-source', webhookEventId };
  return { ...baseOf(event, source), ...content };
}

function baseOf(event: Envelope, source: EventSource): EventBase {
  return {
    webhookEventId: event.webhookEventId,
    timestampMs: event.timestamp,
    isRedelivery: event.deliveryContext.isRedelivery,
    replyToken: event.replyToken,
    source,
  };
}

function sourceOf(raw: unknown): EventSource | undefined {
  const parsed = sourceSchema.safeParse(raw);
  if (!parsed.success) return undefined;
  const source = parsed.data;
  switch (source.type) {
    case 'user':
      return { kind: 'user', id: source.userId, userId: source.userId };
    case 'group':
      return { kind: 'group', id: source.groupId, userId: source.userId };
    case 'room':
      return { kind: 'room', id: source.roomId, userId: source.userId };
  }
}

function contentOf(event: Envelope): EventContent | IgnoredReason {
  switch (event.type) {
    case 'message':
      return messageContent(event.message);
    case 'postback': {
      const postback = postbackSchema.safeParse(event.postback);
      return postback.success ? { kind: 'postback', data: postback.data.data } : 'malformed';
    }
    case 'unsend': {
      const unsend = unsendSchema.safeParse(event.unsend);
      return unsend.success ? { kind: 'unsend', messageId: unsend.data.messageId } : 'malformed';
    }
    case 'follow':
    case 'join':
      return { kind: event.type };
    case 'unfollow':
    case 'leave':
      return { kind: 'unfollow' };
    default:
      return 'unknown-type';
  }
}
