import { z } from 'zod';
import type { LineSimulator } from '../../line/simulator.ts';
import { isGood, type TimedCall } from './call.ts';
import { faultsOf } from './fault-words.ts';
import { personDid } from './person-words.ts';
import type { Step } from './step.ts';
import { outcome } from './words.ts';

const eventSchema = z.looseObject({
  type: z.string(),
  webhookEventId: z.string().optional(),
  timestamp: z.number().optional(),
  replyToken: z.string().optional(),
  deliveryContext: z.looseObject({ isRedelivery: z.boolean() }).optional(),
  source: z
    .looseObject({ userId: z.string().optional(), groupId: z.string().optional(), roomId: z.string().optional() })
    .optional(),
});

/** An event of a webhook body. */
export type WebhookEvent = z.infer<typeof eventSchema>;

/** The events in the body of one of LINE's webhooks. */
export function eventsIn(body: unknown): WebhookEvent[] {
  return z.looseObject({ events: z.array(eventSchema) }).safeParse(body).data?.events ?? [];
}

/**
 * The steps of one webhook of LINE: what each person did, with the fate of the delivery beside it.
 *
 * @param isKnown whether an event has been delivered before: then only the delivery is told.
 */
export function lineWebhook(line: LineSimulator, call: TimedCall, isKnown: (eventId: string) => boolean): Step[] {
  const { entry, atMs, durationMs, id } = call;
  const events = eventsIn(entry.requestBody);
  const faults = faultsOf(entry.fault);
  const isLost = faults.includes('lost');
  const how = isLost ? 'lost' : outcome(entry.status, durationMs);
  const why = faults.filter((name) => name !== 'lost').map((name) => ` (${name.replaceAll(/[_-]/g, ' ')})`);
  const common = {
    atMs,
    from: 'line',
    to: 'api',
    ...(isLost ? { isLost } : {}),
    meta: `webhook ${how}${why.join('')}`,
    tone: isGood(call) ? 'plain' : 'bad',
    minor: false,
    journalSeq: entry.seq,
  } as const;
  if (events.length === 0) return [{ ...common, id, text: 'LINE tries out the webhook' }];
  return events.map((event, index) => ({ ...common, id: `${id}.${index}`, text: textOf(line, event, isKnown) }));
}

function textOf(line: LineSimulator, event: WebhookEvent, isKnown: (eventId: string) => boolean): string {
  if (event.deliveryContext?.isRedelivery) return 'LINE delivers the same event again';
  if (event.webhookEventId !== undefined && isKnown(event.webhookEventId)) return 'The same webhook a second time';
  const { userId } = event.source ?? {};
  const name = line.users().find((user) => user.userId === userId)?.displayName ?? 'Somebody';
  return personDid(name, event, tappedText(line, event));
}

/** What a tap put into the chat: the message that came at the moment of the event. */
function tappedText(line: LineSimulator, { type, timestamp = 0, source }: WebhookEvent): string | undefined {
  const chatId = source?.groupId ?? source?.roomId ?? source?.userId;
  if (type !== 'postback' || chatId === undefined) return undefined;
  const momentMs = 50;
  const said = line
    .chat(chatId)
    .items.findLast(({ from, userId, atMs }) => from === 'user' && userId === source?.userId && atMs <= timestamp + 1);
  const text = said && said.atMs >= timestamp - momentMs ? said.message.text : undefined;
  return typeof text === 'string' ? text : undefined;
}
