import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { EarlierAnswer } from '../workflows/contract.ts';
import type { ReplyOutcome } from '../workflows/decisions.ts';
import { decodeFirst, type HistoryEvent, readEvents, scheduledIn } from './run-history.ts';

const { RETRY_STATE_NON_RETRYABLE_FAILURE: refused } = proto.temporal.api.enums.v1.RetryState;

/** The one answer of an analysis, as far as its history tells. */
export type AnswerInHistory = {
  kind: 'report' | 'apology';
  /** Whether it has come into the chat; `perhaps`: its sending has begun, and nobody knows. */
  arrived: 'yes' | 'perhaps' | 'no';
};

/** What a run has answered so far. */
export async function answerIn(client: Client, events: HistoryEvent[]): Promise<AnswerInHistory> {
  const kind = scheduledIn(events, 'renderApology').length > 0 ? 'apology' : 'report';
  const pushes = scheduledIn(events, 'pushReport');
  const pushed = pushes.some((push) => completionOf(events, push));
  if (pushed || (await wasReplied(client, events))) return { kind, arrived: 'yes' };
  return { kind, arrived: pushes.some((push) => !wasRefused(events, push)) ? 'perhaps' : 'no' };
}

/**
 * What the runs of the same request have answered before a reset made this one. Every reset leaves the id of the run that
 * was reset in a failed workflow task; one that has been deleted may have answered.
 */
export async function earlierAnswerIn(
  client: Client,
  workflowId: string,
  events: HistoryEvent[],
): Promise<EarlierAnswer> {
  const runIds = new Set(events.flatMap((event) => event.workflowTaskFailedEventAttributes?.baseRunId || []));
  let found: EarlierAnswer = 'none';
  for (const runId of runIds) {
    const earlier = await readEvents(client, { workflowId, runId });
    const { kind, arrived } = await answerIn(client, earlier);
    if (kind === 'report' && arrived === 'yes') return 'report';
    if (earlier.length === 0 || (kind === 'report' && arrived === 'perhaps')) found = 'perhaps-report';
  }
  return found;
}

/** A refused reply is none; what may have arrived is not said again. */
async function wasReplied(client: Client, events: HistoryEvent[]): Promise<boolean> {
  for (const reply of scheduledIn(events, 'replyPlan')) {
    const completed = completionOf(events, reply);
    if (!completed) continue;
    const outcome = await decodeFirst<ReplyOutcome>(client, completed.result?.payloads);
    if (outcome === 'accepted' || outcome === 'unclear') return true;
  }
  return false;
}

/** LINE said no for good: nothing of this push has arrived. */
function wasRefused(events: HistoryEvent[], scheduled: HistoryEvent): boolean {
  return events.some(
    ({ activityTaskFailedEventAttributes: failed }) =>
      String(failed?.scheduledEventId) === String(scheduled.eventId) && failed?.retryState === refused,
  );
}

function completionOf(events: HistoryEvent[], scheduled: HistoryEvent) {
  return events
    .map((event) => event.activityTaskCompletedEventAttributes)
    .find((completed) => completed && String(completed.scheduledEventId) === String(scheduled.eventId));
}
