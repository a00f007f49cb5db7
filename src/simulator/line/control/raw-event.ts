import type { z } from 'zod';
import type { LineContext } from '../context.ts';
import type { WebhookDelivery } from '../simulator.ts';
import { deliver } from '../webhook/delivery.ts';
import { createEvent, type WebhookEvent } from '../webhook/events.ts';
import type { rawEventSchema } from './schemas.ts';

/** Sends an event that is written out, over a default text message, as often as asked; one delivery for each. */
export async function sendRawEvent(
  context: LineContext,
  raw: z.infer<typeof rawEventSchema>,
): Promise<WebhookDelivery[]> {
  const userId = raw.userId ?? context.state.firstUserId;
  const chatId = raw.chatId ?? userId;
  const event = mergedEvent(context, raw.event, userId, chatId);
  if (event.replyToken !== undefined) context.state.replyTokens.add(event.replyToken, chatId, event.timestamp);
  context.state.quoteTokens.remember(event.message, chatId);
  const { webhookEventId } = event;
  const deliveries: WebhookDelivery[] = [];
  for (let sent = 0; sent < raw.times; sent++) {
    deliveries.push({ webhookEventId, ...(await deliver(context, [event], raw.signature)) });
  }
  return deliveries;
}

function mergedEvent(
  context: LineContext,
  given: Record<string, unknown>,
  userId: string,
  chatId: string,
): WebhookEvent {
  const { ids } = context.state;
  const isMessage = given.type === undefined || given.type === 'message';
  const message = { id: ids.messageId(), type: 'text', text: 'hello', quoteToken: ids.quoteToken() };
  const base = createEvent(
    context,
    { type: 'message', replyable: given.mode !== 'standby', content: isMessage ? { message } : {} },
    userId,
    chatId,
  );
  const merged: WebhookEvent = { ...base, ...given };
  for (const [name, value] of Object.entries(given)) {
    if (value === null) delete merged[name];
  }
  return merged;
}
