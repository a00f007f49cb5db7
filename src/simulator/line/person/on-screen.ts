import type { LineContext } from '../context.ts';
import { richMenuOf } from '../state/rich-menus.ts';
import { isRecord } from '../validation/values.ts';

/** A button that a person can tap, and where it is. */
export type Button = { place: 'quick-reply' | 'message' | 'rich-menu'; action: Record<string, unknown> };

/**
 * Finds the button with this data that is on screen: a quick reply that is still shown, a button of any message of the
 * bot in the chat, or an area of the person's rich menu.
 */
export function findButton(context: LineContext, chatId: string, userId: string, data: string): Button | undefined {
  const chat = context.state.chats.view(chatId);
  const inQuickReply = findAction(chat.quickReplies, data);
  if (inQuickReply) return { place: 'quick-reply', action: inQuickReply };
  for (const item of chat.items.toReversed()) {
    if (item.from !== 'bot') continue;
    const { quickReply: _gone, ...message } = item.message;
    const action = findAction(message, data);
    if (action) return { place: 'message', action };
  }
  const menu = chatId === userId ? richMenuOf(context.state.richMenus, userId) : undefined;
  const inMenu = menu && findAction(menu.menu.areas, data);
  return inMenu && { place: 'rich-menu', action: inMenu };
}

const tappable = new Set(['postback', 'datetimepicker']);

function findAction(value: unknown, data: string): Record<string, unknown> | undefined {
  if (isRecord(value) && value.data === data && tappable.has(String(value.type))) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const found = findAction(inner, data);
    if (found) return found;
  }
  return undefined;
}
