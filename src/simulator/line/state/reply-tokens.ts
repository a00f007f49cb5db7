import type { SimulatorClock } from '../../core/clock.ts';

const longestLifeMs = 20 * 60 * 1000;

type ReplyToken = { chatId: string; eventAtMs: number; validUntilMs: number; used: boolean };

/** The reply tokens of the events sent so far. */
export type ReplyTokens = {
  add: (token: string, chatId: string, eventAtMs: number) => void;
  /** Starts the life of a token again: called for each attempt to deliver its event. */
  delivered: (token: string) => void;
  /** The chat that a token answers to, or undefined when it is unknown, used or expired. */
  chatOf: (token: string) => string | undefined;
  use: (token: string) => void;
};

/** Makes the store. A token works once, for `lifeMs` after each delivery and never later than 20 minutes after the event ("Send reply message"). */
export function createReplyTokens(clock: SimulatorClock, lifeMs: number): ReplyTokens {
  const tokens = new Map<string, ReplyToken>();
  return {
    add: (token, chatId, eventAtMs) => {
      tokens.set(token, { chatId, eventAtMs, validUntilMs: clock.nowMs() + lifeMs, used: false });
    },
    delivered(token) {
      const found = tokens.get(token);
      if (!found) return;
      found.validUntilMs = Math.min(clock.nowMs() + lifeMs, found.eventAtMs + Math.max(longestLifeMs, lifeMs));
    },
    chatOf(token) {
      const found = tokens.get(token);
      return found && !found.used && clock.nowMs() <= found.validUntilMs ? found.chatId : undefined;
    },
    use(token) {
      const found = tokens.get(token);
      if (found) found.used = true;
    },
  };
}
