import { z } from 'zod';
import type { JournalEntry } from '../../../src/simulator/core/journal.ts';

const replySchema = z.object({ replyToken: z.string() });
const eventsSchema = z.object({
  events: z.array(z.object({ webhookEventId: z.string(), replyToken: z.string().optional() })),
});

/** Every reply that was tried with the reply token of an event, whoever made it. */
export function repliesTo(entries: readonly JournalEntry[], webhookEventId: string): JournalEntry[] {
  const event = entries
    .filter(({ side }) => side === 'line-webhook')
    .flatMap(({ requestBody }) => eventsSchema.safeParse(requestBody).data?.events ?? [])
    .find((one) => one.webhookEventId === webhookEventId);
  if (!event?.replyToken) return [];
  return entries.filter(
    ({ route, requestBody }) =>
      route === 'reply' && replySchema.safeParse(requestBody).data?.replyToken === event.replyToken,
  );
}
