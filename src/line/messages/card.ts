import type { messagingApi } from '@line/bot-sdk';
import { lineLimits, shortenLabel, shortenUtf16 } from '../limits.ts';
import type { Message } from './message.ts';
import { type PostbackButton, postbackItem, withQuickReplies } from './quick-reply.ts';

const bodyUnits = 2000;

/** A text with buttons that stay and work on PC too; the same buttons stand above the keyboard. */
export function cardMessage(text: string, buttons: PostbackButton[]): Message {
  const contents: messagingApi.FlexBubble = {
    type: 'bubble',
    body: {
      type: 'box',
      layout: 'vertical',
      contents: [{ type: 'text', text: shortenUtf16(text, bodyUnits), wrap: true }],
    },
    ...(buttons.length > 0 && {
      footer: { type: 'box', layout: 'vertical', spacing: 'sm', contents: buttons.map((button) => flexButton(button)) },
    }),
  };
  const message: Message = { type: 'flex', altText: shortenUtf16(text, lineLimits.altText), contents };
  return withQuickReplies(message, buttons.map(postbackItem));
}

/** A button inside a Flex Message; at most 40 code points of its label ("Specifications of the label"). */
export function flexButton(
  button: PostbackButton,
  style: messagingApi.FlexButton.StyleEnum = 'secondary',
): messagingApi.FlexButton {
  const label = shortenLabel(button.label, lineLimits.flexLabelCodePoints);
  const action = { type: 'postback', label, data: button.data, displayText: button.said } as const;
  return { type: 'button', style, height: 'sm', action };
}
