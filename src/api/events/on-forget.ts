import { forgettingMessages } from '../../line/messages/notices.ts';
import { startForget } from '../../temporal/forget.ts';
import type { ForgetInput } from '../../workflows/contract.ts';
import type { ApiContext } from '../context.ts';
import { chatOf } from './chat-of.ts';
import { type ActiveEvent, type EventOutcome, say } from './handle-event.ts';

/** "Forget me": everything of this chat goes; the reply says what follows and what Google keeps. */
export async function onForgetMe(api: ApiContext, event: ActiveEvent): Promise<EventOutcome> {
  await onForget(api, event, { kind: 'everything' });
  say(api, event, (language) => forgettingMessages({ language }));
  return 'started';
}

/** Starts to stop or to forget what this chat has asked for until now; "Unfollow event", "Unsend event". */
export async function onForget(
  api: ApiContext,
  event: ActiveEvent,
  scope: ForgetInput['scope'],
): Promise<EventOutcome> {
  const { taskQueue } = api.settings;
  const input = { chatKey: chatOf(api, event).key, scope, askedAtMs: event.timestampMs };
  await startForget(api.temporal, { taskQueue, timeoutMs: api.budgets.durableMs }, event.webhookEventId, input);
  return 'started';
}
