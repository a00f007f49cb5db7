import type { WorkflowHandle } from '@temporalio/client';

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/**
 * What a run did, in one line: each activity with its attempts, how it ended and the seconds since the start, and the
 * signals. For runs that broke a promise.
 */
export async function traceOf(handle: WorkflowHandle): Promise<string> {
  const { events } = await handle.fetchHistory();
  const names = new Map<number, string>();
  const attempts = new Map<number, number>();
  const startedAtMs = timeOf(events?.[0]);
  const steps: string[] = [];
  for (const event of events ?? []) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) names.set(Number(event.eventId), scheduled.activityType?.name ?? '');
    const started = event.activityTaskStartedEventAttributes;
    if (started) attempts.set(Number(started.scheduledEventId), started.attempt ?? 1);
    const ended = endOf(event);
    if (!ended) continue;
    const name =
      ended.scheduledId === undefined ? '' : `${names.get(ended.scheduledId)}×${attempts.get(ended.scheduledId) ?? 0} `;
    steps.push(`${name}${ended.how} at ${Math.round((timeOf(event) - startedAtMs) / 100) / 10} s`);
  }
  return steps.join(', ');
}

function endOf(event: HistoryEvent): { scheduledId?: number; how: string } | undefined {
  const { activityTaskCompletedEventAttributes: completed, activityTaskFailedEventAttributes: failed } = event;
  const { activityTaskTimedOutEventAttributes: timedOut, activityTaskCanceledEventAttributes: cancelled } = event;
  if (completed) return { scheduledId: Number(completed.scheduledEventId), how: 'done' };
  if (failed) {
    const type = failed.failure?.applicationFailureInfo?.type ?? 'failed';
    return { scheduledId: Number(failed.scheduledEventId), how: type };
  }
  if (timedOut) return { scheduledId: Number(timedOut.scheduledEventId), how: 'timed out' };
  if (cancelled) return { scheduledId: Number(cancelled.scheduledEventId), how: 'cancelled' };
  const signal = event.workflowExecutionSignaledEventAttributes?.signalName;
  return signal ? { how: `signal ${signal}` } : undefined;
}

function timeOf(event: HistoryEvent | undefined): number {
  return Number(event?.eventTime?.seconds ?? 0) * 1000 + (event?.eventTime?.nanos ?? 0) / 1e6;
}
