import { parseCommand } from '../../line/commands.ts';
import { helpMessages } from '../../line/messages/help.ts';
import type { ApiContext } from '../context.ts';
import { type ActiveEvent, type EventOutcome, say } from './handle-event.ts';
import { onArea } from './on-area.ts';
import { onCancel, onStatus } from './on-command.ts';
import { onForgetMe } from './on-forget.ts';

/** A longer text is no place name. */
const longestPlaceName = 80;

/** A typed word is a command, a short text is a place to search near, a long one gets the help. */
export async function onText(
  api: ApiContext,
  event: ActiveEvent & { messageId: string },
  text: string,
): Promise<EventOutcome> {
  const command = parseCommand(text);
  switch (command) {
    case 'help':
      return say(api, event, (language) => helpMessages({ language }));
    case 'status':
      return onStatus(api, event);
    case 'cancel':
      return onCancel(api, event);
    case 'forget-me':
      return onForgetMe(api, event);
    case undefined:
      return isPlaceName(text)
        ? onArea(api, event, { kind: 'text', text: text.trim() })
        : say(api, event, (language) => helpMessages({ language }));
  }
}

function isPlaceName(text: string): boolean {
  const { length } = text.trim();
  return length > 0 && length <= longestPlaceName;
}
