import {
  afterFailedPush,
  afterReply,
  afterReplyOfVersion1,
  type FailedPush,
  type ReplyOutcome,
  tokenAgeMs,
} from '../../src/workflows/decisions.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;

test.each<[ReplyOutcome[], number, string]>([
  [['unclear', 'refused'], 9, 'replied'],
  [['unclear', 'refused'], 49, 'replied'],
  [['unclear', 'refused'], 50, 'unclear'],
  [['unclear', 'refused'], 310, 'unclear'],
  [['unclear', 'refused'], -1, 'unclear'],
  [['unclear', 'refused'], -300, 'unclear'],
  [['unclear', 'not-sent', 'refused'], 51, 'unclear'],
  [['refused'], 9, 'refused'],
  [['refused'], -300, 'refused'],
  [['refused'], 300, 'refused'],
  [['unclear', 'accepted'], 300, 'replied'],
  [['message-refused', 'accepted'], 2, 'replied'],
  [['message-refused', 'message-refused'], 2, 'refused'],
  [['unclear', 'message-refused', 'message-refused'], 2, 'unclear'],
  [['message-refused', 'refused'], 2, 'refused'],
])('after %j the token %i s old: %s', (outcomes, seconds, end) => {
  expect(afterReply(outcomes, seconds * secondMs)).toBe(end);
});

test('an age that nobody knows proves nothing', () => {
  expect(afterReply(['unclear', 'refused'], undefined)).toBe('unclear');
  expect(afterReply(['refused'], undefined)).toBe('refused');
});

test('runs of version 1 judge as they did', () => {
  expect(afterReplyOfVersion1(['unclear', 'refused'], 300 * secondMs)).toBe('replied');
  expect(afterReplyOfVersion1(['unclear', 'refused'], -300 * secondMs)).toBe('replied');
  expect(afterReplyOfVersion1(['unclear'], 300 * secondMs)).toBe('unclear');
  expect(afterReplyOfVersion1(['not-sent'], 9 * secondMs)).toBe('again');
});

test.each([-5, -1, 0, 1, 5])('a clock of the API that is %i minutes off changes no age', (minutesOff) => {
  // What the API measures is a difference of two times of its own clock.
  const apiClock = (trueMs: number) => trueMs + minutesOff * minuteMs;
  const [receivedMs, handedOverMs, takenAtMs] = [1000, 1700, 1900];
  const receivedAgoMs = apiClock(handedOverMs) - apiClock(receivedMs);
  const ageAt = (nowMs: number) => tokenAgeMs({ takenAtMs, receivedAgoMs }, nowMs);
  for (const trueAgeMs of [secondMs, 20 * secondMs, 44 * secondMs, 56 * secondMs, 10 * minuteMs]) {
    const nowMs = receivedMs + trueAgeMs;
    expect(ageAt(nowMs)).toBeGreaterThanOrEqual(trueAgeMs);
    expect(ageAt(nowMs)).toBeLessThanOrEqual(trueAgeMs + 5 * secondMs);
    const mustBeAlive = ageAt(nowMs) < 50 * secondMs;
    expect(afterReply(['unclear', 'refused'], ageAt(nowMs))).toBe(mustBeAlive ? 'replied' : 'unclear');
  }
});

test('what the API held back for a minute proves nothing, however soon the reply is tried', () => {
  const ageMs = tokenAgeMs({ takenAtMs: 0, receivedAgoMs: minuteMs }, secondMs);
  expect(afterReply(['unclear', 'refused'], ageMs)).toBe('unclear');
});

const push: FailedPush = {
  type: 'LineServerError',
  gaveUp: false,
  maybeSentBefore: false,
  monthTurnsInTime: false,
};

test.each<[string, Partial<FailedPush>, string]>([
  ['the quota, first attempt', { type: 'LineMonthlyQuota', gaveUp: true }, 'hold-and-push'],
  ['the quota after an unknown attempt', { type: 'LineMonthlyQuota', gaveUp: true, maybeSentBefore: true }, 'hold'],
  [
    'the same, but LINE remembers the key when the month turns',
    { type: 'LineMonthlyQuota', gaveUp: true, maybeSentBefore: true, monthTurnsInTime: true },
    'hold-and-push',
  ],
  ['a message that LINE refuses', { type: 'LineBadRequest', gaveUp: true }, 'message-refused'],
  ['a recipient whom LINE refuses', { type: 'LineUnreachableRecipient', gaveUp: true }, 'message-refused'],
  ['an outage that outlasted the key', {}, 'hold'],
  ['a token without rights until the end', { type: 'LineForbidden' }, 'hold'],
  ['a run that was reset, and nobody can tell', { type: 'MaybeSentBefore', gaveUp: true }, 'hold'],
  ['a worker that died', { type: undefined }, 'hold'],
])('a push failed for good by %s: %s', (_what, failed, left) => {
  expect(afterFailedPush({ ...push, ...failed })).toBe(left);
});
