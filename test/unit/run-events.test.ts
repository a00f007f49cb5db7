import { readdirSync, readFileSync } from 'node:fs';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { temporal } from '@temporalio/proto';
import { tellHistory } from '../../src/cli/run-events.ts';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

let nextId = 1;
/** An event `seconds` after the epoch. */
const at = (seconds: number, attributes: object): HistoryEvent => ({
  eventId: nextId++ as never,
  eventTime: { seconds: seconds as never, nanos: 0 },
  ...attributes,
});
const taskBy = (identity: string, seconds: number) => [
  at(seconds, { workflowTaskScheduledEventAttributes: {} }),
  at(seconds, { workflowTaskStartedEventAttributes: { identity } }),
  at(seconds, { workflowTaskCompletedEventAttributes: {} }),
];
const lastId = () => (nextId - 1) as never;
const timer = (timerId: string, seconds: number) => ({
  timerStartedEventAttributes: {
    timerId,
    startToFireTimeout: { seconds, nanos: 0 },
    workflowTaskCompletedEventId: lastId(),
  },
});

beforeEach(() => {
  nextId = 1;
});

const started = () => at(0, { workflowExecutionStartedEventAttributes: { workflowType: { name: 'analysis' } } });

test('a run that sleeps is told so, with the moment in which its timer fires', () => {
  const { events, asleep } = tellHistory([started(), ...taskBy('1@a', 1), at(1, timer('5', 60))]);
  expect(events.map(({ text }) => text)).toEqual([
    'Workflow analysis started',
    'Sleeps until a signal comes, 60 s at most: nothing runs',
  ]);
  expect(asleep).toMatchObject({ setAtMs: 1000, firesAtMs: 61_000 });
});

test('a timer that runs beside an activity is a time limit and no sleep', () => {
  const history = [started(), ...taskBy('1@a', 1)];
  const limit = at(1, timer('5', 55));
  const activity = at(1, {
    activityTaskScheduledEventAttributes: {
      activityType: { name: 'searchPlaces' },
      workflowTaskCompletedEventId: limit.timerStartedEventAttributes?.workflowTaskCompletedEventId,
    },
  });
  const { events, asleep } = tellHistory([...history, limit, activity]);
  expect(events.at(-1)).toMatchObject({ text: 'A time limit is set: 55 s', minor: true });
  expect(asleep).toBeUndefined();
});

test('a timer that has fired or was taken back is no sleep any more', () => {
  const history = [started(), ...taskBy('1@a', 1), at(1, timer('5', 60)), at(1, timer('6', 70))];
  const fired = at(61, { timerFiredEventAttributes: { timerId: '5' } });
  const cancelled = at(61, { timerCanceledEventAttributes: { timerId: '6' } });
  const { events, asleep } = tellHistory([...history, fired, cancelled]);
  expect(events.at(-1)?.text).toBe('The timer fires: the workflow wakes by itself');
  expect(asleep).toBeUndefined();
});

test('another worker that takes the next task is told with the number of events that it replays', () => {
  const { events } = tellHistory([started(), ...taskBy('1@a', 1), ...taskBy('1@a', 2), ...taskBy('2@a', 3)]);
  expect(events.slice(1)).toEqual([
    expect.objectContaining({ text: 'A new worker replays 8 events from the history and goes on', meta: 'worker 2@a' }),
  ]);
});

test('a saved result is a detail, a failed activity and a failed run stand out', () => {
  const scheduled = (name: string) => at(1, { activityTaskScheduledEventAttributes: { activityType: { name } } });
  const history = [
    started(),
    scheduled('createBatch'),
    at(2, { activityTaskCompletedEventAttributes: { scheduledEventId: 2 } }),
    scheduled('pushReport'),
    at(3, { activityTaskFailedEventAttributes: { scheduledEventId: 4 } }),
    at(4, { workflowExecutionFailedEventAttributes: { failure: { applicationFailureInfo: { type: 'NoReviews' } } } }),
  ];
  expect(tellHistory(history).events.slice(1)).toMatchObject([
    { text: 'createBatch: the result is saved', minor: true },
    { text: 'pushReport failed for good', minor: false },
    { text: 'Workflow failed: the person got no report', meta: 'NoReviews', tone: 'bad' },
  ]);
});

const folder = 'test/replay/histories';

test.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('the stored history %s can be told', (name) => {
  const { events } = historyFromJSON(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
  const told = tellHistory(events ?? []);
  expect(told.events[0]?.text).toMatch(/^Workflow \w+ started$/);
  expect(told.events.every(({ atMs }) => atMs > 1_700_000_000_000)).toBe(true);
});
