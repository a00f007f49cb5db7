import type { LineContext } from '../context.ts';
import type { SharedWebhookDelivery, UserAction, WebhookDelivery } from '../simulator.ts';
import { deliver } from '../webhook/delivery.ts';
import { createEvent, type Happening, type WebhookEvent } from '../webhook/events.ts';
import { type Scene, sendMessage } from './messages.ts';
import { ActionRefused } from './refused.ts';
import { follow, join, leave, unfollow } from './relations.ts';
import { tap, unsend } from './taps.ts';

/**
 * Does what a person does and delivers its webhook; resolves after the last attempt to deliver.
 *
 * @throws ActionRefused when the person cannot do it: not on screen, bot blocked, not in the group.
 */
export async function act(context: LineContext, action: UserAction): Promise<WebhookDelivery> {
  const event = eventOf(context, action);
  return { webhookEventId: event.webhookEventId, ...(await deliver(context, [event])) };
}

/**
 * Does what people do, one after the other, and delivers the events in one webhook body, as "Receive messages (webhook)"
 * allows; no actions make the empty body with which LINE verifies a webhook URL.
 *
 * @throws ActionRefused when one of the actions cannot be done, once the events of those before it have been delivered.
 */
export async function actAll(context: LineContext, actions: readonly UserAction[]): Promise<SharedWebhookDelivery> {
  const { events, refused } = eventsOf(context, actions);
  if (refused && events.length === 0) throw refused;
  const delivery = await deliver(context, events);
  if (refused) throw refused;
  return { webhookEventIds: events.map(({ webhookEventId }) => webhookEventId), ...delivery };
}

function eventsOf(
  context: LineContext,
  actions: readonly UserAction[],
): { events: WebhookEvent[]; refused?: ActionRefused } {
  const events: WebhookEvent[] = [];
  for (const action of actions) {
    try {
      events.push(eventOf(context, action));
    } catch (error) {
      if (!(error instanceof ActionRefused)) throw error;
      const before = events.length > 0 ? ' What comes before it was done and delivered.' : '';
      return { events, refused: new ActionRefused(`events[${events.length}]: ${error.message}${before}`) };
    }
  }
  return { events };
}

function eventOf(context: LineContext, action: UserAction): WebhookEvent {
  const scene = { context, userId: action.userId, chatId: action.chatId ?? action.userId };
  mustBeAble(scene, action.type);
  const event = createEvent(context, happen(scene, action), scene.userId, scene.chatId);
  if (action.type === 'join' || action.type === 'leave') delete event.source?.userId;
  return event;
}

function mustBeAble({ context, userId, chatId }: Scene, type: UserAction['type']): void {
  const user = context.state.users.get(userId);
  if (!user) throw new ActionRefused(`There is no user ${userId}.`);
  if (user.friendship === 'deleted') throw new ActionRefused('This person has deleted the account.');
  if (chatId === userId) {
    if (user.friendship === 'blocked' && type !== 'follow') throw new ActionRefused('This person has blocked the bot.');
    return;
  }
  const group = context.state.groups.get(chatId);
  if (!group?.memberIds.has(userId)) throw new ActionRefused('This person is not in that chat.');
  if (!group.botIsIn && type !== 'join') throw new ActionRefused('The bot is not in this group.');
  if (type === 'follow' || type === 'unfollow') throw new ActionRefused(`${type} is for the 1:1 chat only.`);
}

function happen(scene: Scene, action: UserAction): Happening {
  switch (action.type) {
    case 'text':
    case 'location':
    case 'sticker':
    case 'image':
    case 'video':
    case 'audio':
      return sendMessage(scene, action);
    case 'postback':
      return tap(scene, action);
    case 'unsend':
      return unsend(scene, action);
    case 'follow':
      return follow(scene);
    case 'unfollow':
      return unfollow(scene);
    case 'join':
      return join(scene);
    case 'leave':
      return leave(scene);
  }
}
