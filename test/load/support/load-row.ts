import type { ProcessStats } from './process-stats.ts';

/** What one load run says. */
export type LoadResult = {
  title: string;
  /** One fact per line. */
  facts: string[];
  /** Memory of each process, MiB, by the moment. */
  memory: { moment: string; rssMiB: Record<string, number> }[];
  /** Promises that did not hold. */
  broken: string[];
};

/** How many processors each process kept busy between two moments, e.g. 0.5 for half of one. */
export function busyCores(
  before: Record<string, ProcessStats>,
  after: Record<string, ProcessStats>,
  tookMs: number,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(after).map(([name, { cpuSeconds }]) => {
      const used = cpuSeconds - (before[name]?.cpuSeconds ?? 0);
      return [name, (used / (tookMs / 1000)).toFixed(2)];
    }),
  );
}

/** `worker 0.50, api 0.10`. */
export const toldByName = (values: Record<string, string | number>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** Memory of each process out of what the system says of it. */
export const rssOf = (stats: Record<string, ProcessStats>): Record<string, number> =>
  Object.fromEntries(Object.entries(stats).map(([name, { rssMiB }]) => [name, rssMiB]));

/** Seconds with one digit. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
