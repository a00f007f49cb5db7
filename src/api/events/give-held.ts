import { TemporalUnavailable } from '../../temporal/deadline.ts';
import type { DescribedRun } from '../../temporal/run-description.ts';
import { askForHeld } from '../../temporal/running-analyses.ts';
import type { ApiContext } from '../context.ts';
import { type ActiveEvent, type EventOutcome, receivedAgoMs } from './handle-event.ts';

/** Hands the event's reply token to a run that holds its answer: the workflow itself replies with it, free of charge. */
export async function giveHeld(api: ApiContext, event: ActiveEvent, run: DescribedRun): Promise<EventOutcome> {
  if (!event.replyToken) return 'ignored';
  const { replyToken, timestampMs: eventAtMs } = event;
  await askForHeld(api.temporal, api.budgets.durableMs, run, {
    replyToken,
    eventAtMs,
    receivedAgoMs: receivedAgoMs(event),
  }).catch((err: unknown) => {
    // The run may have got the token all the same: nobody else may use it, and the person can tap again.
    if (!(err instanceof TemporalUnavailable)) throw err;
    api.logger.warn({ err }, 'a held answer could not be asked for');
  });
  return 'signalled';
}
