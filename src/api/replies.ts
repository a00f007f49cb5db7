import type { LineClient } from '../line/client.ts';
import { classifyLineError, isRefusalOfMessage } from '../line/errors.ts';
import type { Message } from '../line/messages/message.ts';
import { plainForm } from '../line/messages/plain-form.ts';
import type { Logger } from '../logging.ts';
import type { ApiMetrics } from './metrics.ts';

/** Replies that go out after the webhook has been answered. A crash may lose one of them, never a final answer. */
export type Replies = {
  /** Builds and sends a reply in the background; nothing happens without a reply token. */
  send: (replyToken: string | undefined, build: () => Promise<Message[]>) => void;
  /** Resolves when every reply under way has ended. */
  drain: () => Promise<void>;
};

/** A reply has no retry key, so it is tried once; the user can tap again. */
export function createReplies(line: LineClient, logger: Logger, metrics: ApiMetrics): Replies {
  const underWay = new Set<Promise<void>>();

  async function reply(replyToken: string, build: () => Promise<Message[]>): Promise<void> {
    try {
      const messages = await build();
      if (messages.length > 0) await replyInAnyForm(replyToken, messages);
      metrics.replies.inc({ outcome: 'accepted' });
    } catch (error) {
      const { code } = classifyLineError(error);
      metrics.replies.inc({ outcome: code });
      logger.warn({ code }, 'a reply was not accepted');
    }
  }

  /** A message that LINE refuses leaves its token unused: the plain form goes out with it. */
  async function replyInAnyForm(replyToken: string, messages: Message[]): Promise<void> {
    try {
      await line.reply({ replyToken, messages });
    } catch (error) {
      const { code } = classifyLineError(error);
      if (!isRefusalOfMessage(code)) throw error;
      logger.warn({ code }, 'LINE refuses a message as it is; the plain form follows');
      await line.reply({ replyToken, messages: plainForm(messages) });
    }
  }

  return {
    send(replyToken, build) {
      if (!replyToken) return;
      const sending = reply(replyToken, build).finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    async drain() {
      await Promise.all(underWay);
    },
  };
}
