import { behaviourMark } from '../../core/fault-marks.ts';
import type { LineContext } from '../context.ts';
import type { LineBehaviour } from '../known-faults.ts';
import type { WebhookEvent } from './events.ts';

/** The events of one body, and what the journal says of the faults that it met. */
export type Outgoing = { events: readonly WebhookEvent[]; marks: readonly string[] };

/** Events after the faults that change them; each event meets them by itself. */
export function spoiltEvents(context: LineContext, given: readonly WebhookEvent[]): Outgoing {
  const marks: string[] = [];
  const events = given.map((event) => {
    const take = (name: LineBehaviour) => {
      const struck = strike(context, [event], name) !== undefined;
      if (struck) marks.push(behaviourMark(name));
      return struck;
    };
    const { source } = event;
    const told = source && source.type !== 'user' && take('no-user-id') ? { ...event, source: unnamed(source) } : event;
    return take('standby') ? inStandby(told) : told;
  });
  return { events, marks };
}

/** The fault of the route `webhook` that meets a body, by any of the chats that it tells of. */
export function strike(
  { faults }: LineContext,
  events: readonly WebhookEvent[],
  name: LineBehaviour,
): { value: unknown } | undefined {
  const chats = new Set(events.length > 0 ? events.map(chatOf) : [undefined]);
  for (const chatId of chats) {
    const struck = faults.takeBehaviour('webhook', name, chatId);
    if (struck) return struck;
  }
  return undefined;
}

/** The group, room or user that an event came from; undefined when it does not say. */
function chatOf({ source }: WebhookEvent): string | undefined {
  const chatId = source?.groupId ?? source?.roomId ?? source?.userId;
  return typeof chatId === 'string' ? chatId : undefined;
}

function unnamed({ userId: _userId, ...source }: Record<string, unknown>): Record<string, unknown> {
  return source;
}

/** An event for a bot that is not the one in charge: it cannot be replied to ("Common properties in webhook event objects"). */
function inStandby({ replyToken: _replyToken, ...event }: WebhookEvent): WebhookEvent {
  return { ...event, mode: 'standby' };
}
