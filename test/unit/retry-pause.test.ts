import { backOffMs, retryPauseMs, usableHintMs } from '../../src/retry-pause.ts';

const backOff = { initialMs: 1000, coefficient: 2, maximumMs: 60_000 };

test.each([
  [1, 1000],
  [2, 2000],
  [6, 32_000],
  [7, 60_000],
  [5000, 60_000],
])('after attempt %i our own pause is %i ms', (attempt, pauseMs) => {
  expect(backOffMs(backOff, attempt)).toBe(pauseMs);
});

test.each([
  [undefined, undefined],
  [0, undefined],
  [-1, undefined],
  [Number.NaN, undefined],
  [Infinity, undefined],
  [86_400_001, undefined],
  [86_400_000, 86_400_000],
  [0.2, 1],
])('a hint of %s ms is used as %s', (hintMs, usedMs) => {
  expect(usableHintMs(hintMs)).toBe(usedMs);
});

test.each([
  ['no hint leaves it to Temporal', 3, { hintMs: undefined }, undefined],
  ['a hint of zero too', 3, { hintMs: 0 }, undefined],
  ['a short hint does not shorten our pause', 3, { hintMs: 1 }, 4000],
  ['a long hint lengthens it', 3, { hintMs: 58_000 }, 58_000],
  ['a very long hint is cut where that is asked for', 3, { hintMs: 3_600_000, maxHintMs: 600_000 }, 600_000],
])('%s', (_name, attempt, hint, pauseMs) => {
  expect(retryPauseMs(backOff, attempt, hint)).toBe(pauseMs);
});
