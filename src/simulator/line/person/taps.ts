import { isRecord } from '../validation/values.ts';
import type { Happening } from '../webhook/events.ts';
import { type ActionOf, type Scene, textAfterTap } from './messages.ts';
import { findButton } from './on-screen.ts';
import { ActionRefused } from './refused.ts';

/** Taps a postback button or sends a date; refused when no such button is on screen. */
export function tap(scene: Scene, action: ActionOf<'postback'>): Happening {
  const { context, chatId, userId } = scene;
  const { chats, ids } = context.state;
  const button = findButton(context, chatId, userId, action.data);
  if (!button) throw new ActionRefused(`No button with the data ${JSON.stringify(action.data)} is on screen.`);
  if (button.action.type === 'datetimepicker' && !action.params) {
    throw new ActionRefused('A date picker needs params with a date, time or datetime.');
  }
  const text = textAfterTap(button.action);
  if (text !== undefined)
    chats.add(chatId, { id: ids.messageId(), from: 'user', userId, message: { type: 'text', text } });
  else if (button.place === 'quick-reply') chats.hideQuickReplies(chatId);
  const params = isRecord(action.params) ? { params: action.params } : {};
  return { type: 'postback', replyable: true, content: { postback: { data: action.data, ...params } } };
}

/** Takes back a message of the person's own. */
export function unsend(scene: Scene, action: ActionOf<'unsend'>): Happening {
  const { chats } = scene.context.state;
  const found = chats.find(action.messageId);
  if (!found || found.chatId !== scene.chatId || found.item.userId !== scene.userId || found.item.unsent) {
    throw new ActionRefused(`There is no message ${action.messageId} of this person in the chat.`);
  }
  chats.markUnsent(action.messageId);
  return { type: 'unsend', replyable: false, content: { unsend: { messageId: action.messageId } } };
}
