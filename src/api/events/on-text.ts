import { helpMessages } from '../../line/messages/help.ts';
import { otherMessageMessages, youreWelcomeMessages } from '../../line/messages/notices.ts';
import { parseSpoken } from '../../line/small-talk.ts';
import type { ApiContext } from '../context.ts';
import { type ActiveEvent, type EventOutcome, say } from './handle-event.ts';
import { onArea } from './on-area.ts';
import { onCancel, onStatus } from './on-command.ts';
import { onForgetMe } from './on-forget.ts';

/** A longer text is no place name. */
const longestPlaceName = 80;

/**
 * A typed word is a command or small talk, a short text is a place to search near, a long one gets the help. A text without
 * a letter or digit, such as an emoji, is taken as a sticker.
 */
export async function onText(
  api: ApiContext,
  event: ActiveEvent & { messageId: string },
  text: string,
): Promise<EventOutcome> {
  const spoken = parseSpoken(text);
  switch (spoken) {
    case 'help':
      return say(api, event, (language) => helpMessages({ language }));
    case 'status':
      return onStatus(api, event);
    case 'cancel':
      return onCancel(api, event);
    case 'forget-me':
      return onForgetMe(api, event);
    case 'thanks':
      return say(api, event, (language) => youreWelcomeMessages({ language }));
    case 'nod':
      return 'ignored';
    case undefined:
      return onOtherText(api, event, text.trim());
  }
}

async function onOtherText(api: ApiContext, event: ActiveEvent & { messageId: string }, text: string) {
  if (text.length > longestPlaceName || text === '') return say(api, event, (language) => helpMessages({ language }));
  if (!/[\p{L}\p{N}]/u.test(text)) return say(api, event, (language) => otherMessageMessages({ language }));
  return onArea(api, event, { kind: 'text', text });
}
