import type { temporal } from '@temporalio/proto';
import type { BotEvent } from '../simulator/phone/bot.ts';
import { findSleeps, type Sleep, timeOf } from './run-sleeps.ts';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type Sentence = Omit<BotEvent, 'id' | 'atMs'>;

/** What a history says, in words and oldest first, and how the run sleeps now, if it does. */
export type ToldHistory = { events: BotEvent[]; asleep: Sleep | undefined };

/** Shorter pauses are part of the work. */
const shortestSleepMs = 2000;

/** Tells the history of a run: starts, signals, sleeps, what was saved, what failed, and each change of the worker. */
export function tellHistory(history: readonly HistoryEvent[]): ToldHistory {
  const sleeps = findSleeps(history);
  const activities = new Map<string, string>();
  const events: BotEvent[] = [];
  let worker: string | undefined;
  for (const event of history) {
    const id = String(event.eventId);
    const { activityTaskScheduledEventAttributes: scheduled, workflowTaskStartedEventAttributes: taken } = event;
    if (scheduled) activities.set(id, scheduled.activityType?.name ?? 'activity');
    const sentence =
      taken && worker !== undefined && taken.identity !== worker
        ? newWorker(taken.identity ?? '', Number(id) - 1)
        : (sentenceOfRun(event, id) ?? sentenceOfActivity(event, activities) ?? sentenceOfTimer(event, sleeps));
    if (taken) worker = taken.identity ?? '';
    if (sentence) events.push({ id, atMs: timeOf(event.eventTime), ...sentence });
  }
  const [asleep] = [...sleeps.values()].filter(({ isOpen }) => isOpen).toSorted((a, b) => a.firesAtMs - b.firesAtMs);
  return { events, asleep };
}

function newWorker(identity: string, eventCount: number): Sentence {
  const text = `A new worker replays ${eventCount} events from the history and goes on`;
  return { text, meta: `worker ${identity}`, tone: 'good', minor: false };
}

function sentenceOfRun(event: HistoryEvent, id: string): Sentence | undefined {
  const started = event.workflowExecutionStartedEventAttributes;
  if (started)
    return { text: `Workflow ${started.workflowType?.name} started`, from: 'api', tone: 'plain', minor: false };
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal)
    return { text: `Signal ${signal.signalName} wakes the workflow`, from: 'api', tone: 'plain', minor: false };
  const saved = `${id} events in its history`;
  if (event.workflowExecutionCompletedEventAttributes) {
    return { text: 'Workflow completed', meta: saved, tone: 'good', minor: false };
  }
  const failed = event.workflowExecutionFailedEventAttributes?.failure;
  if (failed) {
    const meta = failed.applicationFailureInfo?.type ?? saved;
    return { text: 'Workflow failed: the person got no report', meta, tone: 'bad', minor: false };
  }
  if (event.workflowExecutionCancelRequestedEventAttributes) {
    return { text: 'A cancel is asked for', from: 'api', tone: 'plain', minor: true };
  }
  if (event.workflowExecutionCanceledEventAttributes) {
    return { text: 'Workflow cancelled', meta: saved, tone: 'warn', minor: false };
  }
  if (event.workflowExecutionTerminatedEventAttributes) {
    return { text: 'Workflow terminated by an operator', tone: 'bad', minor: false };
  }
  if (event.workflowTaskTimedOutEventAttributes) {
    return { text: 'The worker does not answer: Temporal offers the task to any other', tone: 'warn', minor: false };
  }
  if (event.workflowTaskFailedEventAttributes) {
    return { text: 'The workflow code failed: it is tried again until it is mended', tone: 'bad', minor: false };
  }
  return undefined;
}

function sentenceOfActivity(event: HistoryEvent, activities: ReadonlyMap<string, string>): Sentence | undefined {
  const name = (scheduledId: unknown) => activities.get(String(scheduledId)) ?? 'activity';
  const { activityTaskCompletedEventAttributes: done, activityTaskFailedEventAttributes: failed } = event;
  if (done) return { text: `${name(done.scheduledEventId)}: the result is saved`, tone: 'plain', minor: true };
  if (failed) return { text: `${name(failed.scheduledEventId)} failed for good`, tone: 'warn', minor: false };
  const timedOut = event.activityTaskTimedOutEventAttributes;
  if (timedOut)
    return { text: `${name(timedOut.scheduledEventId)} did not answer in time`, tone: 'warn', minor: false };
  return undefined;
}

function sentenceOfTimer(event: HistoryEvent, sleeps: ReadonlyMap<string, Sleep>): Sentence | undefined {
  const { timerStartedEventAttributes: started, timerFiredEventAttributes: fired } = event;
  if (fired && sleeps.has(fired.timerId ?? '')) {
    return { text: 'The timer fires: the workflow wakes by itself', tone: 'plain', minor: false };
  }
  if (!started) return undefined;
  const lengthMs = timeOf(started.startToFireTimeout);
  if (!sleeps.has(started.timerId ?? '')) {
    return { text: `A time limit is set: ${inWords(lengthMs)}`, tone: 'plain', minor: true };
  }
  const text = `Sleeps until a signal comes, ${inWords(lengthMs)} at most: nothing runs`;
  return { text, meta: 'timer in Temporal', tone: 'asleep', minor: lengthMs < shortestSleepMs };
}

function inWords(lengthMs: number): string {
  const seconds = Math.round(lengthMs / 1000);
  if (seconds <= 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes <= 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours <= 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
