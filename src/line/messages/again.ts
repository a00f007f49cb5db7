import type { Language } from '../../workflows/contract.ts';
import { lineLimits } from '../limits.ts';
import { formatAgo } from '../texts/format.ts';
import { textsFor } from '../texts/index.ts';
import type { Message } from './message.ts';
import type { NamedPlace } from './names.ts';
import { analysisButton, type ButtonTarget } from './place-buttons.ts';
import { postbackItem, withQuickReplies } from './quick-reply.ts';
import { textMessage } from './text.ts';

/**
 * A finished report once more: the stored messages, a line before them that says how old they are (when the five messages
 * of one send leave room for it), and [analyse again] on the last.
 *
 * @param options.messages the stored send plan.
 */
export function againMessages(options: {
  language: Language;
  places: NamedPlace[];
  messages: Message[];
  ageMs: number;
  target: ButtonTarget;
}): Message[] {
  const { language, messages, ageMs } = options;
  const intro = textMessage(textsFor(language).hereAgain(formatAgo(language, ageMs)));
  const all = messages.length < lineLimits.messagesPerSend ? [intro, ...messages] : messages;
  const again = postbackItem(analysisButton(options, 'again', 'again'));
  return all.map((message, i) => (i === all.length - 1 ? withQuickReplies(message, [again]) : message));
}
