import { mostCachedRuns } from '../../src/worker/cached-runs.ts';

const gibibytes = (count: number) => count * 2 ** 30;

test.each([
  { heap: 'of an ordinary machine', heapLimitBytes: gibibytes(4), fewest: 5000, most: 7000 },
  { heap: 'of a container of 1 GiB', heapLimitBytes: gibibytes(0.5), fewest: 100, most: 400 },
  { heap: 'too small for anything else', heapLimitBytes: gibibytes(0.2), fewest: 50, most: 50 },
])('with the heap $heap a worker keeps $fewest to $most runs', ({ heapLimitBytes, fewest, most }) => {
  const runs = mostCachedRuns(heapLimitBytes);
  expect(runs).toBeGreaterThanOrEqual(fewest);
  expect(runs).toBeLessThanOrEqual(most);
});
