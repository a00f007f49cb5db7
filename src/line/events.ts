import { z } from 'zod';
import { toLineEvent } from './event-kinds.ts';
import type { LineEvent } from './line-event.ts';

/** A webhook body that is not what LINE sends; the message says what is wrong with it, without its content. */
export class BadWebhookBody extends Error {
  override name = 'BadWebhookBody';
}

/** More than fit into a body that the API takes; judging what is no event costs more than an event. */
const mostEvents = 10_000;

const bodySchema = z.object({ destination: z.string(), events: z.array(z.unknown()) });

/**
 * Reads a webhook body ("Webhooks" in the Messaging API reference). What is unknown or malformed inside one event makes
 * only that event `ignored`.
 *
 * @param rawBody the bytes whose signature has been checked.
 * @throws BadWebhookBody when the bytes are not JSON or not `{ destination, events }`, or with too many events.
 */
export function parseWebhookBody(rawBody: Buffer): { destination: string; events: LineEvent[] } {
  const body = bodySchema.safeParse(parseJson(rawBody));
  if (!body.success) throw new BadWebhookBody('The body is JSON but not an object with "destination" and "events".');
  const { destination, events } = body.data;
  if (events.length > mostEvents) throw new BadWebhookBody(`The body has more than ${mostEvents} events.`);
  return { destination, events: events.map(toLineEvent) };
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    // The parser's own message quotes the body, which may hold what a person wrote.
    throw new BadWebhookBody('The body is not JSON.');
  }
}
