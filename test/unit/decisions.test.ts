import { afterCheck, afterReply, pollDelayMs, queueDelayMs, type ReplyOutcome } from '../../src/workflows/decisions.ts';

test('polls come every minute for five minutes, then after 2, 5, 10, 10 ... minutes', () => {
  const minutes = Array.from({ length: 10 }, (_, poll) => pollDelayMs(poll) / 60_000);
  expect(minutes).toEqual([1, 1, 1, 1, 1, 2, 5, 10, 10, 10]);
});

test('a refused batch is offered again after half a minute, doubling to ten minutes', () => {
  expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => queueDelayMs(attempt) / 1000)).toEqual([
    30, 60, 120, 240, 480, 600, 600,
  ]);
});

test.each([
  ['succeeded', 'fetch'],
  ['pending', 'wait'],
  ['running', 'wait'],
  ['unknown', 'wait'],
  ['failed', 'give-up'],
  ['cancelled', 'give-up'],
  ['expired', 'give-up'],
] as const)('a batch that is %s means: %s', (state, next) => {
  expect(afterCheck(state, 0)).toBe(next);
});

test('a batch that cannot be found is waited for, but not for long', () => {
  expect([1, 2, 3].map((times) => afterCheck('missing', times))).toEqual(['wait', 'wait', 'give-up']);
});

test.each<[ReplyOutcome[], number, string]>([
  [['accepted'], 1, 'replied'],
  [['refused'], 1, 'refused'],
  [['unclear'], 1, 'again'],
  [['unclear', 'refused'], 9, 'replied'],
  [['unclear', 'not-sent', 'refused'], 20, 'replied'],
  [['not-sent', 'refused'], 9, 'refused'],
  [['not-sent'], 51, 'refused'],
  [['unclear', 'not-sent'], 51, 'unclear'],
  [['unclear', 'accepted'], 51, 'replied'],
])('after %j, %i s after the event: %s', (outcomes, seconds, next) => {
  expect(afterReply(outcomes, seconds * 1000)).toBe(next);
});
