import type { LineContext } from '../context.ts';
import type { UserAction } from '../simulator.ts';
import { isRecord } from '../validation/values.ts';
import type { Happening } from '../webhook/events.ts';

/** A person's action of one kind. */
export type ActionOf<T extends UserAction['type']> = Extract<UserAction, { type: T }>;

/** An action that sends a message. */
type MessageAction = ActionOf<'text' | 'location' | 'sticker' | 'image' | 'video' | 'audio'>;

const defaultDurationMs = 5000;

/** Who acts where. */
export type Scene = { context: LineContext; userId: string; chatId: string };

/** Sends a message of the person: shows it in the chat and makes the message event. */
export function sendMessage(scene: Scene, action: MessageAction): Happening {
  const { context, userId, chatId } = scene;
  const { ids, chats, users, markAsReadTokens } = context.state;
  const id = ids.messageId();
  const { shown, sent } = contentOf(scene, action);
  chats.add(chatId, { id, from: 'user', userId, message: shown });
  const user = users.get(userId);
  if (user && chatId === userId) user.lastWroteAtMs = context.clock.nowMs();
  const markAsReadToken = ids.markAsReadToken();
  markAsReadTokens.add(markAsReadToken);
  return {
    type: 'message',
    replyable: true,
    content: { message: { id, ...sent, markAsReadToken } },
  };
}

type Content = { type: string } & Record<string, unknown>;

function contentOf(scene: Scene, action: MessageAction): { shown: Content; sent: Content } {
  const quoteToken = () => scene.context.state.ids.quoteToken();
  switch (action.type) {
    case 'text': {
      const shown = { type: 'text', text: action.text };
      return { shown, sent: { ...shown, quoteToken: quoteToken(), ...mentionOf(scene, action.text) } };
    }
    case 'location': {
      const { latitude, longitude, title, address } = action;
      const shown = withoutUndefined({ type: 'location', title, address, latitude, longitude });
      return { shown, sent: shown };
    }
    case 'sticker': {
      const { packageId = '446', stickerId = '1988' } = action;
      const shown = { type: 'sticker', packageId, stickerId };
      return { shown, sent: { ...shown, stickerResourceType: 'STATIC', quoteToken: quoteToken() } };
    }
    case 'image': {
      const shown = { type: 'image' };
      return { shown, sent: { ...shown, contentProvider: { type: 'line' }, quoteToken: quoteToken() } };
    }
    case 'video':
    case 'audio': {
      const shown = { type: action.type, duration: action.durationMs ?? defaultDurationMs };
      const quotable = action.type === 'video' ? { quoteToken: quoteToken() } : {};
      return { shown, sent: { ...shown, contentProvider: { type: 'line' }, ...quotable } };
    }
  }
}

function withoutUndefined(content: Content): Content {
  const present = Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined));
  return { ...present, type: content.type };
}

/** In a group, `@` and the bot's name mention the bot. */
function mentionOf(scene: Scene, text: string): Record<string, unknown> {
  const { botUserId, displayName } = scene.context.channel;
  const index = text.indexOf(`@${displayName}`);
  if (index === -1 || scene.chatId === scene.userId) return {};
  const mentionee = { index, length: displayName.length + 1, type: 'user', userId: botUserId, isSelf: true };
  return { mention: { mentionees: [mentionee] } };
}

/** Text to show in the person's name after a tap, when the button has some. */
export function textAfterTap(button: unknown): string | undefined {
  if (!isRecord(button)) return undefined;
  return [button.displayText, button.text].find((text) => typeof text === 'string');
}
