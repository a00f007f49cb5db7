import { cached } from '../../src/api/cached.ts';
import { dayStartMs } from '../../src/api/day.ts';

test.each([
  ['Asia/Taipei', '2026-11-21T15:59:59.999Z', '2026-11-20T16:00:00.000Z'],
  ['Asia/Taipei', '2026-11-21T16:00:00.000Z', '2026-11-21T16:00:00.000Z'],
  ['UTC', '2026-11-21T23:59:59.001Z', '2026-11-21T00:00:00.000Z'],
  ['America/New_York', '2026-11-21T03:00:00.000Z', '2026-11-20T05:00:00.000Z'],
])('in %s the day of %s began at %s', (timeZone, now, start) => {
  expect(new Date(dayStartMs(Date.parse(now), timeZone)).toISOString()).toBe(start);
});

test('a cached read asks once for all who wait, again after its time, and at once after a failure', async () => {
  let reads = 0;
  let fails = true;
  const read = cached(60_000, async () => {
    reads++;
    if (fails) throw new Error('away');
    return reads;
  });
  await expect(Promise.all([read(), read()])).rejects.toThrow('away');
  expect(reads).toBe(1);
  fails = false;
  expect([await read(), await read()]).toEqual([2, 2]);
});
