import type { SimulatorClock } from '../../core/clock.ts';
import type { ChatItem, ChatView } from '../simulator.ts';
import type { Ids } from './ids.ts';

type Chat = Pick<ChatView, 'items' | 'quickReplies' | 'loadingUntilMs'>;

/** A chat item before it has a time. */
type NewChatItem = Omit<ChatItem, 'atMs'>;

/** What is on screen in each chat. */
export type Chats = {
  view: (chatId: string) => ChatView;
  /** A new message of anyone: earlier quick replies go; of the bot: the loading animation goes too. */
  add: (chatId: string, item: NewChatItem, quickReplies?: ChatView['quickReplies']) => void;
  /** A grey line that is no message, e.g. "not delivered". */
  notice: (chatId: string, text: string, more?: Record<string, unknown>) => void;
  showLoading: (chatId: string, untilMs: number) => void;
  hideQuickReplies: (chatId: string) => void;
  find: (messageId: string) => { chatId: string; item: ChatItem } | undefined;
  markUnsent: (messageId: string) => void;
};

/** Makes the chats; `changed` is called with the chat id after each change of what a person sees. */
export function createChats(clock: SimulatorClock, ids: Ids, changed: (chatId: string) => void): Chats {
  const chats = new Map<string, Chat>();
  const byMessageId = new Map<string, { chatId: string; item: ChatItem }>();

  function open(chatId: string): Chat {
    const chat = chats.get(chatId) ?? { items: [], quickReplies: [] };
    chats.set(chatId, chat);
    return chat;
  }

  function append(chatId: string, newItem: NewChatItem): Chat {
    const chat = open(chatId);
    const item: ChatItem = { ...newItem, atMs: clock.nowMs() };
    chat.items.push(item);
    byMessageId.set(item.id, { chatId, item });
    return chat;
  }

  return {
    view(chatId) {
      const chat = chats.get(chatId) ?? { items: [], quickReplies: [] };
      const loading = chat.loadingUntilMs !== undefined && chat.loadingUntilMs > clock.nowMs();
      return {
        chatId,
        items: [...chat.items],
        quickReplies: [...chat.quickReplies],
        ...(loading ? { loadingUntilMs: chat.loadingUntilMs } : {}),
      };
    },
    add(chatId, item, quickReplies = []) {
      const chat = append(chatId, item);
      chat.quickReplies = quickReplies;
      if (item.from === 'bot') chat.loadingUntilMs = undefined;
      changed(chatId);
    },
    notice(chatId, text, more = {}) {
      append(chatId, { id: ids.noticeId(), from: 'notice', message: { type: 'notice', text, ...more } });
      changed(chatId);
    },
    showLoading(chatId, untilMs) {
      open(chatId).loadingUntilMs = untilMs;
      clock.schedule(untilMs, () => changed(chatId));
      changed(chatId);
    },
    hideQuickReplies(chatId) {
      open(chatId).quickReplies = [];
      changed(chatId);
    },
    find: (messageId) => byMessageId.get(messageId),
    markUnsent(messageId) {
      const found = byMessageId.get(messageId);
      if (!found) return;
      found.item.unsent = true;
      changed(found.chatId);
    },
  };
}
