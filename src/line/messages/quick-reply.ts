import type { messagingApi } from '@line/bot-sdk';
import type { Language } from '../../workflows/contract.ts';
import { type ButtonData, formatButtonData } from '../button-data.ts';
import { lineLimits, shortenLabel } from '../limits.ts';
import type { Texts } from '../texts/catalogue.ts';
import { textsFor } from '../texts/index.ts';
import type { Message } from './message.ts';

/** A button that can stand both above the keyboard and in a Flex Message; its label is cut where it is used. */
export type PostbackButton = { label: string; data: string; said: string };

/** A postback button of ours; `said` is what the person is seen to say, so that the choice stays in the chat. */
export function postbackButton(label: string, button: ButtonData, said: string): PostbackButton {
  return { label, data: formatButtonData(button), said: shortenLabel(said, lineLimits.displayTextCodePoints) };
}

/** The button above the keyboard; at most 20 code points of its label ("Specifications of the label"). */
export function postbackItem(button: PostbackButton): messagingApi.QuickReplyItem {
  const label = shortenLabel(button.label, lineLimits.quickReplyLabelCodePoints);
  return { type: 'action', action: { type: 'postback', label, data: button.data, displayText: button.said } };
}

/** The button that opens the map picker of LINE; it exists as a quick reply only ("Location action"). */
export function locationItem(
  language: Language,
  label: 'shareLocation' | 'otherLocation',
): messagingApi.QuickReplyItem {
  return { type: 'action', action: { type: 'location', label: textsFor(language).labels[label] } };
}

/** A button that types a command for the person. */
export function commandItem(language: Language, command: keyof Texts['commands']): messagingApi.QuickReplyItem {
  const text = textsFor(language).commands[command];
  return { type: 'action', action: { type: 'message', label: text, text } };
}

/** The message with these buttons after those it has; LINE takes 13. */
export function withQuickReplies(message: Message, items: messagingApi.QuickReplyItem[]): Message {
  const all = [...(message.quickReply?.items ?? []), ...items];
  if (all.length === 0) return message;
  return { ...message, quickReply: { items: all.slice(0, lineLimits.quickReplyItems) } };
}
