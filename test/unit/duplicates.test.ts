import { isComplete, judgeDuplicate } from '../../src/temporal/duplicates.ts';

const hourMs = 3_600_000;
const nowMs = 100 * hourMs;
const memo = { webhookEventId: 'E1', timestampMs: 10, placeNames: [] };
const later = { webhookEventId: 'E2', timestampMs: 20, again: false };
const closed = (hoursAgo: number) => ({ status: 'COMPLETED', closedAtMs: nowMs - hoursAgo * hourMs, memo });
const judge = (run: Parameters<typeof judgeDuplicate>[0], tap = later) => judgeDuplicate(run, tap, nowMs, 24 * hourMs);

test('the event that started the run, delivered again, is a redelivery whatever became of the run', () => {
  for (const status of ['RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED']) {
    expect(judge({ status, closedAtMs: nowMs, memo }, { ...later, webhookEventId: 'E1' })).toBe('redelivery');
  }
});

test('an older tap that comes late is a redelivery, "analyse again" too', () => {
  expect(judge(closed(48), { webhookEventId: 'E0', timestampMs: 10, again: true })).toBe('redelivery');
});

test('a running run is told, even when a new report is asked for', () => {
  expect(judge({ status: 'RUNNING', closedAtMs: undefined, memo })).toBe('running');
  expect(judge({ status: 'RUNNING', closedAtMs: undefined, memo }, { ...later, again: true })).toBe('running');
});

test('a finished report is shown again while it is fresh', () => {
  expect(judge(closed(23))).toBe('fresh');
  expect(judge(closed(24))).toBe('restart');
  expect(judge(closed(1), { ...later, again: true })).toBe('restart');
});

test.each(['FAILED', 'CANCELLED', 'TERMINATED', 'TIMED_OUT', 'SOMETHING_NEW'])(
  'a run that ended as %s is made anew',
  (status) => {
    expect(judge({ status, closedAtMs: nowMs, memo })).toBe('restart');
  },
);

test('a run without our memo is judged by its status', () => {
  expect(judge({ status: 'RUNNING', closedAtMs: undefined, memo: undefined })).toBe('running');
});

test('an answer that lacks a place is not complete, and one of version 1 is', () => {
  expect([isComplete({}), isComplete({ missing: [] }), isComplete({ missing: ['a'] })]).toEqual([true, true, false]);
});
