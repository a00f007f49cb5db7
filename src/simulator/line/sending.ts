import type { LineContext } from './context.ts';
import type { ChatView } from './simulator.ts';
import type { SendKind } from './state/quota.ts';
import type { BotMessage } from './validation/messages.ts';
import { isRecord } from './validation/values.ts';

/** One entry of `sentMessages`. */
export type SentMessage = { id: string; quoteToken?: string };

const quotable = new Set(['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex']);

/** Gives the messages their ids and, where LINE has them, quote tokens. */
export function numbered(context: LineContext, messages: readonly BotMessage[]): SentMessage[] {
  const { ids } = context.state;
  return messages.map((message) => ({
    id: ids.messageId(),
    ...(quotable.has(message.type) ? { quoteToken: ids.quoteToken() } : {}),
  }));
}

/** How many people get a message to this chat now; undefined when the bot cannot send there at all. */
export function recipientsOf(context: LineContext, chatId: string): number | undefined {
  const user = context.state.users.get(chatId);
  if (user) return context.state.users.reachable(user) ? 1 : 0;
  const group = context.state.groups.get(chatId);
  return group?.botIsIn ? group.memberIds.size : undefined;
}

/** Puts the messages on screen, or a notice when they do not get there. */
export function show(
  context: LineContext,
  chatId: string,
  via: SendKind,
  messages: readonly BotMessage[],
  sent: readonly SentMessage[],
): void {
  const { chats, users } = context.state;
  const user = users.get(chatId);
  if (user && !users.reachable(user)) {
    chats.notice(chatId, `Not delivered (${user.friendship})`, { via, undelivered: messages });
    return;
  }
  for (const [index, message] of messages.entries()) {
    const id = sent[index]?.id ?? context.state.ids.messageId();
    chats.add(chatId, { id, from: 'bot', via, message }, quickRepliesOf(message));
  }
}

function quickRepliesOf(message: BotMessage): ChatView['quickReplies'] {
  const items = isRecord(message.quickReply) && Array.isArray(message.quickReply.items) ? message.quickReply.items : [];
  return items.filter(isRecord).flatMap((item) => {
    if (!isRecord(item.action) || typeof item.action.type !== 'string') return [];
    const imageUrl = typeof item.imageUrl === 'string' ? { imageUrl: item.imageUrl } : {};
    return [{ ...imageUrl, action: { ...item.action, type: item.action.type } }];
  });
}
