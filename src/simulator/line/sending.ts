import type { LineContext } from './context.ts';
import type { ChatView } from './simulator.ts';
import { presentMembers } from './state/groups.ts';
import type { SendKind } from './state/quota.ts';
import type { BotMessage } from './validation/messages.ts';
import { isRecord } from './validation/values.ts';

/** One entry of `sentMessages`. */
export type SentMessage = { id: string; quoteToken?: string };

const quotable = new Set(['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex']);

/** Gives the messages to one chat their ids and, where LINE has them, quote tokens ("Get quote tokens"). */
export function numbered(context: LineContext, chatId: string, messages: readonly BotMessage[]): SentMessage[] {
  const { ids, quoteTokens } = context.state;
  return messages.map((message) => ({
    id: ids.messageId(),
    ...(quotable.has(message.type) ? { quoteToken: quoteTokens.issue(chatId) } : {}),
  }));
}

/** Whether the bot may send here: to a person of this channel, or a group or room that it is in. */
export function knowsChat(context: LineContext, chatId: string): boolean {
  return context.state.users.get(chatId) !== undefined || context.state.groups.get(chatId)?.botIsIn === true;
}

/** How many people get a message of this kind to this chat now. */
export function recipientsOf(context: LineContext, chatId: string, via: SendKind): number {
  if (obstacle(context, chatId, via) !== undefined) return 0;
  const group = context.state.groups.get(chatId);
  return group ? presentMembers(group, context.state.users).length : 1;
}

/**
 * Why a message that LINE accepts does not get to a chat. Push and reply reach strangers for seven days after their
 * message ("Conditions for sending push message"), the others friends only ("Conditions for sending multicast message").
 */
function obstacle(context: LineContext, chatId: string, via: SendKind): string | undefined {
  const { users } = context.state;
  const user = users.get(chatId);
  if (!user) return knowsChat(context, chatId) ? undefined : 'the bot is not in this chat';
  const getsThere = via === 'push' || via === 'reply' ? users.reachable(user) : user.friendship === 'friend';
  return getsThere ? undefined : user.friendship;
}

/** Puts the messages on screen, or a notice when they do not get there. */
export function show(
  context: LineContext,
  chatId: string,
  via: SendKind,
  messages: readonly BotMessage[],
  sent: readonly SentMessage[],
): void {
  const { chats } = context.state;
  const reason = obstacle(context, chatId, via);
  if (reason !== undefined) {
    chats.notice(chatId, `Not delivered (${reason})`, { via, undelivered: messages });
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
