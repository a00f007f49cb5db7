import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { EarlierAnswer, MessageForm } from '../workflows/contract.ts';
import type { ReplyOutcome } from '../workflows/decisions.ts';
import { decodeFirst, type HistoryEvent, readEvents, scheduledIn } from './run-history.ts';

const { RETRY_STATE_NON_RETRYABLE_FAILURE: refused } = proto.temporal.api.enums.v1.RetryState;

/** The one answer of an analysis, as far as its history tells. */
export type AnswerInHistory = {
  kind: 'report' | 'apology';
  /** The form in which it was sent last; part of the retry key that tells. */
  form: MessageForm;
  /** Whether it has come into the chat. `perhaps`: a push has begun, and its retry key tells; `perhaps-replied`: nothing does. */
  arrived: 'yes' | 'perhaps' | 'perhaps-replied' | 'no';
};

/** What a run has answered so far. */
export async function answerIn(client: Client, events: HistoryEvent[]): Promise<AnswerInHistory> {
  const kind = scheduledIn(events, 'renderApology').length > 0 ? 'apology' : 'report';
  const pushes = scheduledIn(events, 'pushReport');
  const form = await formOf(client, pushes.at(-1));
  const pushed = pushes.some((push) => completionOf(events, push));
  // An analysis completes only when its report has come into the chat.
  const completed = events.some((event) => event.workflowExecutionCompletedEventAttributes);
  const replies = await replyOutcomes(client, events);
  if (pushed || completed || replies.includes('accepted')) return { kind, form, arrived: 'yes' };
  if (replies.includes('unclear')) return { kind, form, arrived: 'perhaps-replied' };
  const refusals = await Promise.all(pushes.map(async (push) => wasRefused(client, events, push)));
  return { kind, form, arrived: refusals.every(Boolean) ? 'no' : 'perhaps' };
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
    if (kind === 'report' && arrived === 'perhaps-replied') found = 'perhaps-replied';
    else if (found === 'none' && (earlier.length === 0 || (kind === 'report' && arrived === 'perhaps')))
      found = 'perhaps-report';
  }
  return found;
}

async function formOf(client: Client, push: HistoryEvent | undefined): Promise<MessageForm> {
  const payloads = push?.activityTaskScheduledEventAttributes?.input?.payloads;
  return (payloads && (await decodeFirst<{ form?: MessageForm }>(client, payloads)).form) ?? 'formatted';
}

/** How the replies ended; one that has begun and not ended may have arrived. */
async function replyOutcomes(client: Client, events: HistoryEvent[]): Promise<ReplyOutcome[]> {
  const outcomes = scheduledIn(events, 'replyPlan').map(async (reply): Promise<ReplyOutcome> => {
    const completed = completionOf(events, reply);
    return completed ? decodeFirst<ReplyOutcome>(client, completed.result?.payloads) : 'unclear';
  });
  return Promise.all(outcomes);
}

/** LINE said no for good: nothing of this push has arrived. A quota that is used up says so of the last attempt only. */
async function wasRefused(client: Client, events: HistoryEvent[], scheduled: HistoryEvent): Promise<boolean> {
  const failed = events
    .map((event) => event.activityTaskFailedEventAttributes)
    .find((attributes) => attributes && String(attributes.scheduledEventId) === String(scheduled.eventId));
  if (failed?.retryState !== refused) return false;
  const { type, details } = failed.failure?.applicationFailureInfo ?? {};
  if (type === 'MaybeSentBefore') return false;
  if (type !== 'LineMonthlyQuota' || !details?.payloads?.length) return true;
  return !(await decodeFirst<{ maybeSentBefore?: boolean }>(client, details.payloads)).maybeSentBefore;
}

function completionOf(events: HistoryEvent[], scheduled: HistoryEvent) {
  return events
    .map((event) => event.activityTaskCompletedEventAttributes)
    .find((completed) => completed && String(completed.scheduledEventId) === String(scheduled.eventId));
}
