import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { AnalysisInput, RunId, UnansweredRequest } from '../workflows/contract.ts';

type Event = proto.temporal.api.history.v1.IHistoryEvent;

/** Activities that bring a final answer into the chat. */
const answering = new Set(['pushReport', 'replyPlan']);
/** Signals after which nobody waits for an answer. */
const endings = new Set(['cancelByUser', 'chatLeft']);
/** gRPC code of what is not there: NOT_FOUND. */
const goneCodes = new Set([5]);

/**
 * What an analysis was asked for that was ended from outside, read from its history.
 *
 * @returns undefined when an answer was sent, the person had cancelled or left, the run goes on in one that a reset made, or
 *   it is gone.
 */
export async function readUnanswered(
  client: Client,
  { workflowId, runId }: RunId,
): Promise<UnansweredRequest | undefined> {
  const events = await readEvents(client, workflowId, runId);
  const started = events.find((event) => event.workflowExecutionStartedEventAttributes);
  const attributes = started?.workflowExecutionStartedEventAttributes;
  if (!attributes || wasAnswered(events) || wasEndedByPerson(events)) return undefined;
  if (await wasReplacedOrDeleted(client, workflowId, runId)) return undefined;
  const input = await decodeFirst<AnalysisInput>(client, attributes.input?.payloads);
  return {
    input,
    ownerRunId: attributes.originalExecutionRunId ?? runId,
    startedAtMs: Number(started?.eventTime?.seconds ?? 0) * 1000,
    kind: await lastPushed(client, events),
  };
}

/** The server ends a run that is reset as it ends a terminated one; one that is deleted cannot be described. */
async function wasReplacedOrDeleted(client: Client, workflowId: string, runId: string): Promise<boolean> {
  const { namespace } = client.options;
  const described = await ifThere(() =>
    client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId, runId } }),
  );
  return !described || Boolean(described.workflowExtendedInfo?.resetRunId);
}

async function readEvents(client: Client, workflowId: string, runId: string): Promise<Event[]> {
  const history = await ifThere(() => client.workflow.getHandle(workflowId, runId).fetchHistory());
  return history?.events ?? [];
}

/** What a call gives; undefined when the run is gone. Neither of the two turns gRPC's error into one of the SDK's. */
async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isGrpcServiceError(error) && goneCodes.has(error.code)) return undefined;
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
