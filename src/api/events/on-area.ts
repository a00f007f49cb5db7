import { budgetSpentMessages } from '../../line/messages/notices.ts';
import { startNearby } from '../../temporal/nearby.ts';
import type { SearchArea } from '../../workflows/contract.ts';
import type { ApiContext } from '../context.ts';
import { chatOf } from './chat-of.ts';
import { type ActiveEvent, type EventOutcome, receivedAgoMs, say } from './handle-event.ts';

/** Starts the search for restaurants in an area; the workflow itself uses the reply token. */
export async function onArea(
  api: ApiContext,
  event: ActiveEvent & { messageId: string },
  area: SearchArea,
): Promise<EventOutcome> {
  const { taskQueue, defaultLanguage } = api.settings;
  if (!event.replyToken) return 'ignored';
  if ((await api.allowance.forSearch()) !== 'yes')
    return say(api, event, (language) => budgetSpentMessages({ language }));
  const started = await startNearby(
    api.temporal,
    { taskQueue, timeoutMs: api.budgets.durableMs },
    {
      messageId: event.messageId,
      input: {
        chat: chatOf(api, event),
        webhookEventId: event.webhookEventId,
        eventAtMs: event.timestampMs,
        replyToken: event.replyToken,
        receivedAgoMs: receivedAgoMs(event),
        area,
        defaultLanguage,
      },
    },
  );
  return started ? 'started' : 'duplicate';
}
