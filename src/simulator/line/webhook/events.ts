import type { LineContext } from '../context.ts';

/** A webhook event as it is sent ("Webhook Event Objects" of the reference). */
export type WebhookEvent = {
  type: string;
  mode: string;
  timestamp: number;
  webhookEventId: string;
  deliveryContext: { isRedelivery: boolean };
  replyToken?: string;
  source?: Record<string, unknown>;
} & Record<string, unknown>;

/** What a person did, as far as it differs from event to event. */
export type Happening = { type: string; replyable: boolean; content?: Record<string, unknown> };

/** The `source` of an event by this person in this chat. */
function sourceOf(context: LineContext, userId: string, chatId: string): Record<string, unknown> {
  const group = context.state.groups.get(chatId);
  if (!group) return { type: 'user', userId };
  const person = context.state.users.get(userId)?.profileConsent === false ? {} : { userId };
  return group.kind === 'room'
    ? { type: 'room', roomId: chatId, ...person }
    : { type: 'group', groupId: chatId, ...person };
}

/** Makes the event of a happening, with a reply token of its own when it can be replied to. */
export function createEvent(context: LineContext, happening: Happening, userId: string, chatId: string): WebhookEvent {
  const { ids, quoteTokens, replyTokens } = context.state;
  const timestamp = Math.floor(context.clock.nowMs());
  const source = sourceOf(context, userId, chatId);
  const replyToken = happening.replyable ? ids.replyToken() : undefined;
  if (replyToken !== undefined) replyTokens.add(replyToken, chatId, timestamp);
  quoteTokens.remember(happening.content?.message, chatId);
  return {
    type: happening.type,
    ...happening.content,
    mode: 'active',
    timestamp,
    webhookEventId: ids.webhookEventId(),
    deliveryContext: { isRedelivery: false },
    ...(replyToken === undefined ? {} : { replyToken }),
    source,
  };
}
