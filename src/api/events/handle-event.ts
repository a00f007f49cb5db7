import { parseButtonData } from '../../line/button-data.ts';
import { parseCommand } from '../../line/commands.ts';
import type { LineEvent } from '../../line/line-event.ts';
import { greetingMessages, groupGreetingMessages, groupsOffMessages } from '../../line/messages/greeting.ts';
import type { Message } from '../../line/messages/message.ts';
import { deadButtonMessages, otherMessageMessages } from '../../line/messages/notices.ts';
import type { Language } from '../../workflows/contract.ts';
import type { ApiContext } from '../context.ts';
import { onAnalyse } from './on-analyse.ts';
import { onArea } from './on-area.ts';
import { onForget } from './on-forget.ts';
import { onRunButton } from './on-run-button.ts';
import { onText } from './on-text.ts';

/** An event with the time at which its webhook came, by this process's monotonic clock (`performance.now()`), milliseconds. */
type ReceivedEvent = LineEvent & { receivedAtMs: number };

/** An event that a person caused. */
export type ActiveEvent = Exclude<ReceivedEvent, { kind: 'ignored' }>;

/** What became of an event, for the metrics. */
export type EventOutcome = 'ignored' | 'replied' | 'started' | 'duplicate' | 'signalled';

/**
 * Does what one event asks for: at most one durable call, replies in the background.
 *
 * @throws TemporalUnavailable when the durable call could not be made.
 */
export async function handleEvent(api: ApiContext, event: ReceivedEvent): Promise<EventOutcome> {
  if (event.kind === 'ignored') return 'ignored';
  if (event.kind === 'unfollow') return onForget(api, event, { kind: 'stop' });
  if (event.kind === 'unsend') return onForget(api, event, { kind: 'message', messageId: event.messageId });
  return event.source.kind === 'user' ? onUserEvent(api, event) : onGroupEvent(api, event);
}

async function onUserEvent(api: ApiContext, event: ActiveEvent): Promise<EventOutcome> {
  switch (event.kind) {
    case 'location':
      return onArea(api, event, { kind: 'location', latitude: event.latitude, longitude: event.longitude });
    case 'text':
      return onText(api, event, event.text);
    case 'postback':
      return onPostback(api, event, event.data);
    case 'follow':
      return say(api, event, (language) => greetingMessages({ language }));
    case 'other-message':
      return say(api, event, (language) => otherMessageMessages({ language }));
    case 'join':
    case 'unfollow':
    case 'unsend':
      return 'ignored';
  }
}

/** Off by default: Google's terms allow grounded answers only to the person who asked. Never without being asked. */
async function onGroupEvent(api: ApiContext, event: ActiveEvent): Promise<EventOutcome> {
  const { groups } = api.settings;
  if (event.kind === 'join') {
    return say(api, event, (language) =>
      groups ? groupGreetingMessages({ language }) : groupsOffMessages({ language }),
    );
  }
  if (!groups) return 'ignored';
  switch (event.kind) {
    case 'postback':
      return onPostback(api, event, event.data);
    case 'text':
      return event.mentionsBot || parseCommand(event.text) ? onText(api, event, event.text) : 'ignored';
    case 'location':
    case 'follow':
    case 'other-message':
    case 'unfollow':
    case 'unsend':
      return 'ignored';
  }
}

async function onPostback(api: ApiContext, event: ActiveEvent, data: string): Promise<EventOutcome> {
  const button = parseButtonData(data);
  if (!button) return say(api, event, (language) => deadButtonMessages({ language, why: 'unknown' }));
  const { action } = button;
  switch (action) {
    case 'analyse':
    case 'again':
      return onAnalyse(api, event, button);
    case 'status':
    case 'now':
    case 'cancel':
      return onRunButton(api, event, { ...button, action });
  }
}

/** How long we have had an event and its reply token, milliseconds. */
export function receivedAgoMs({ receivedAtMs }: ActiveEvent): number {
  return Math.round(performance.now() - receivedAtMs);
}

/** Replies in the person's language, in the background. */
export function say(api: ApiContext, event: ActiveEvent, messages: (language: Language) => Message[]): EventOutcome {
  api.replies.send(event.replyToken, async () => messages(await api.languageOf(event.source.userId)));
  return 'replied';
}
