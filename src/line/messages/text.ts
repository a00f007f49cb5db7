import type { messagingApi } from '@line/bot-sdk';
import { lineLimits, shortenUtf16 } from '../limits.ts';
import type { Message } from './message.ts';
import { withQuickReplies } from './quick-reply.ts';

/** A text message of at most 5000 UTF-16 units, with buttons above the keyboard. */
export function textMessage(text: string, items: messagingApi.QuickReplyItem[] = []): Message {
  return withQuickReplies({ type: 'text', text: shortenUtf16(text, lineLimits.text) }, items);
}
