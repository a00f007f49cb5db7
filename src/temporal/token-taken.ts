import type { Client } from '@temporalio/client';
import { type HeldRequest, heldWanted, type RunId } from '../workflows/contract.ts';
import { decodeFirst, type HistoryEvent, readEvents } from './run-history.ts';

/**
 * When a run was handed a reply token by signal, by Temporal's clock, milliseconds since the epoch. A workflow cannot see
 * that itself: its own clock stands still while no worker lives.
 *
 * @returns undefined when there is no such signal, or when a reset has dated the signals anew.
 */
export async function tokenTakenAt(client: Client, run: RunId, replyToken: string): Promise<number | undefined> {
  const events = await readEvents(client, run);
  if (events.some((event) => event.workflowTaskFailedEventAttributes?.baseRunId)) return undefined;
  for (const event of events) {
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal?.signalName !== heldWanted.name) continue;
    const request = await decodeFirst<HeldRequest>(client, signal.input?.payloads);
    if (request.replyToken === replyToken) return timeOf(event);
  }
  return undefined;
}

function timeOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1e6);
}
