import { isRecord } from '../validation/values.ts';
import type { Ids } from './ids.ts';

/** The quote tokens given out, each for the chat of its message. */
export type QuoteTokens = {
  /** Makes the token of a message that the bot sends to this chat. */
  issue: (chatId: string) => string;
  /** Takes up the token of a message that a webhook tells of, when it has one. */
  remember: (message: unknown, chatId: string) => void;
  isOf: (token: string, chatId: string) => boolean;
};

/** Makes the store. A token never expires, may be used again, and is good in the chat of its message only ("Get quote tokens"). */
export function createQuoteTokens(ids: Ids): QuoteTokens {
  const chatOf = new Map<string, string>();
  return {
    issue(chatId) {
      const token = ids.quoteToken();
      chatOf.set(token, chatId);
      return token;
    },
    remember(message, chatId) {
      if (isRecord(message) && typeof message.quoteToken === 'string') chatOf.set(message.quoteToken, chatId);
    },
    isOf: (token, chatId) => chatOf.get(token) === chatId,
  };
}
