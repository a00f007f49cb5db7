/** What is told of many latencies, milliseconds. */
export type Spread = { count: number; p50Ms: number; p99Ms: number; maxMs: number };

/**
 * The smallest value that at least `share` of all values do not exceed (nearest rank, nothing interpolated).
 *
 * @throws RangeError for no values.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('There is no percentile of nothing');
  return value;
}

/** The middle of the values. */
export const median = (values: readonly number[]) => percentile(values, 0.5);

/** Median, 99th percentile and worst of latencies; nothing is left out. */
export function spreadOf(latenciesMs: readonly number[]): Spread {
  return {
    count: latenciesMs.length,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    maxMs: percentile(latenciesMs, 1),
  };
}

/** `p50 1.2 ms, p99 3.4 ms, max 5.6 ms`. */
export function describeSpread({ p50Ms, p99Ms, maxMs }: Spread): string {
  return `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, max ${maxMs.toFixed(1)} ms`;
}
