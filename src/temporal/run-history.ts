import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type proto from '@temporalio/proto';
import type { RunId } from '../workflows/contract.ts';
import { ensureReadable } from '../workflows/refused.ts';

/** One event of a history, as Temporal stores it. */
export type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;

/** gRPC code of what is not there: NOT_FOUND. */
const goneCodes = new Set([5]);

/** The whole history of a run; empty when the run is gone. */
export async function readEvents(client: Client, { workflowId, runId }: RunId): Promise<HistoryEvent[]> {
  const history = await ifThere(() => client.workflow.getHandle(workflowId, runId).fetchHistory());
  return history?.events ?? [];
}

/** What a call gives; undefined when the run is gone. For calls that do not turn gRPC's error into one of the SDK's. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isGrpcServiceError(error) && goneCodes.has(error.code)) return undefined;
    throw error;
  }
}

/** The events that scheduled activities of a type, oldest first. */
export function scheduledIn(events: HistoryEvent[], activityType: string): HistoryEvent[] {
  return events.filter((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activityType);
}

/** Decrypts the first of some payloads. @throws Error when there is none */
export async function decodeFirst<T>(client: Client, payloads: Payload[] | null | undefined): Promise<T> {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  let decoded = payloads ?? [];
  for (const codec of payloadCodecs.toReversed()) decoded = await codec.decode(decoded);
  const [first] = decoded;
  if (!first) throw new Error('A history event of ours has no payload');
  return ensureReadable(payloadConverter.fromPayload<T>(first));
}
