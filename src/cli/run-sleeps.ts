import type { temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** A timer with which a run waits while none of its activities is under way. */
export type Sleep = { setAtMs: number; firesAtMs: number; isOpen: boolean };

/**
 * The sleeps of a history by timer id. A timer that is set while an activity is under way is a time limit, no sleep.
 */
export function findSleeps(history: readonly HistoryEvent[]): Map<string, Sleep> {
  const isBusy = busyAfter(history);
  const sleeps = new Map<string, Sleep>();
  for (const event of history) {
    const { timerStartedEventAttributes: started, timerFiredEventAttributes: fired } = event;
    if (started && !isBusy(String(started.workflowTaskCompletedEventId))) {
      const setAtMs = timeOf(event.eventTime);
      const firesAtMs = setAtMs + timeOf(started.startToFireTimeout);
      sleeps.set(started.timerId ?? '', { setAtMs, firesAtMs, isOpen: true });
    }
    const over = sleeps.get(fired?.timerId ?? event.timerCanceledEventAttributes?.timerId ?? '');
    if (over) over.isOpen = false;
  }
  return sleeps;
}

/** Says whether an activity was under way once a workflow task was done, by the id of its completion. */
function busyAfter(history: readonly HistoryEvent[]): (taskCompletedId: string) => boolean {
  const underWay = new Set<string>();
  const busy = new Map<string, boolean>();
  for (const event of history) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) {
      underWay.add(String(event.eventId));
      // Commands of one task stand one after the other, in any order.
      busy.set(String(scheduled.workflowTaskCompletedEventId), true);
    }
    if (event.workflowTaskCompletedEventAttributes) busy.set(String(event.eventId), underWay.size > 0);
    underWay.delete(String(endedActivity(event)));
  }
  return (taskCompletedId) => busy.get(taskCompletedId) ?? false;
}

function endedActivity(event: HistoryEvent): unknown {
  return (
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCanceledEventAttributes
  )?.scheduledEventId;
}

/** Milliseconds of a protobuf timestamp or duration. */
export function timeOf(time: HistoryEvent['eventTime']): number {
  return Number(time?.seconds ?? 0) * 1000 + Math.round((time?.nanos ?? 0) / 1e6);
}
