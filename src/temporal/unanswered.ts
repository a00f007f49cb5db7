import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { AnalysisInput, RunId, UnansweredRequest } from '../workflows/contract.ts';

type Event = proto.temporal.api.history.v1.IHistoryEvent;

/** Activities that bring a final answer into the chat. */
const answering = new Set(['pushReport', 'replyPlan']);
/** Signals after which nobody waits for an answer. */
const endings = new Set(['cancelByUser', 'chatLeft']);

/**
 * What an analysis was asked for that was ended from outside, read from its history.
 *
 * @returns undefined when an answer was sent, the person had cancelled or left, or the run is gone.
 */
export async function readUnanswered(
  client: Client,
  { workflowId, runId }: RunId,
): Promise<UnansweredRequest | undefined> {
  const events = await readEvents(client, workflowId, runId);
  const started = events.find((event) => event.workflowExecutionStartedEventAttributes);
  const attributes = started?.workflowExecutionStartedEventAttributes;
  if (!attributes || wasAnswered(events) || wasEndedByPerson(events)) return undefined;
  const input = await decodeFirst<AnalysisInput>(client, attributes.input?.payloads);
  return {
    input,
    ownerRunId: attributes.originalExecutionRunId ?? runId,
    startedAtMs: Number(started?.eventTime?.seconds ?? 0) * 1000,
    kind: await lastPushed(client, events),
  };
}

async function readEvents(client: Client, workflowId: string, runId: string): Promise<Event[]> {
  try {
    return (await client.workflow.getHandle(workflowId, runId).fetchHistory()).events ?? [];
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}

function wasAnswered(events: Event[]): boolean {
  const ids = new Set(answeringActivities(events).map((event) => String(event.eventId)));
  return events.some(({ activityTaskCompletedEventAttributes: completed }) =>
    ids.has(String(completed?.scheduledEventId)),
  );
}

function wasEndedByPerson(events: Event[]): boolean {
  return events.some(({ workflowExecutionSignaledEventAttributes: signal }) => endings.has(signal?.signalName ?? ''));
}

/** An answer that was on its way has its own retry key, which tells LINE that it came after all. */
async function lastPushed(client: Client, events: Event[]): Promise<UnansweredRequest['kind']> {
  const last = answeringActivities(events).findLast((event) => nameOf(event) === 'pushReport');
  if (!last) return 'apology';
  const { kind } = await decodeFirst<{ kind: UnansweredRequest['kind'] }>(
    client,
    last.activityTaskScheduledEventAttributes?.input?.payloads,
  );
  return kind;
}

function answeringActivities(events: Event[]): Event[] {
  return events.filter((event) => answering.has(nameOf(event)));
}

function nameOf({ activityTaskScheduledEventAttributes: scheduled }: Event): string {
  return scheduled?.activityType?.name ?? '';
}

async function decodeFirst<T>(client: Client, payloads: Payload[] | null | undefined): Promise<T> {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  let decoded = payloads ?? [];
  for (const codec of payloadCodecs.toReversed()) decoded = await codec.decode(decoded);
  const [first] = decoded;
  if (!first) throw new Error('A history event of ours has no input');
  return payloadConverter.fromPayload<T>(first);
}
