import { jest } from '@jest/globals';
import { watchDurableCalls } from '../../src/api/durable-calls.ts';

afterEach(() => {
  jest.useRealTimers();
});

test('three failures in a row count, one success ends that, and so does half a minute without a call', () => {
  jest.useFakeTimers();
  const calls = watchDurableCalls();
  calls.failed();
  calls.failed();
  expect(calls.areFailing()).toBe(false);
  calls.failed();
  expect(calls.areFailing()).toBe(true);
  calls.succeeded();
  expect(calls.areFailing()).toBe(false);
  for (let i = 0; i < 3; i++) calls.failed();
  jest.advanceTimersByTime(30_000);
  expect(calls.areFailing()).toBe(false);
});
