import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs } from './clock.ts';
import { everyone } from './everyone.ts';
import type { Posted } from './post.ts';

/** A load in the open model: item `i` is due at `i / ratePerSecond` seconds, whatever the earlier ones do. */
export type OpenLoad<T> = {
  ratePerSecond: number;
  items: readonly T[];
  /** Makes an item ready; called `leadMs` before it is due, so that its reply token is fresh. */
  prepare: (item: T, index: number) => Promise<unknown>;
  send: (item: T) => Promise<Posted>;
};

/** Latencies from the moment each request was due to the end of its answer, and how long after it they were sent. */
export type LoadResult = { latenciesMs: number[]; lagsMs: number[]; errors: number };

const leadMs = 1500;

/** Runs a load. A request whose preparation is late is sent late, and its latency counts from when it was due. */
export async function runOpenLoad<T>({ ratePerSecond, items, prepare, send }: OpenLoad<T>): Promise<LoadResult> {
  const startAtMs = nowMs() + leadMs;
  const one = async (item: T, index: number) => {
    const dueAtMs = startAtMs + (index * 1000) / ratePerSecond;
    await sleepUntil(dueAtMs - leadMs);
    await prepare(item, index);
    await sleepUntil(dueAtMs);
    const { status, sentAtMs, endedAtMs } = await send(item);
    return { latencyMs: endedAtMs - dueAtMs, lagMs: sentAtMs - dueAtMs, failed: status !== 200 };
  };
  const all = await everyone(items, one);
  return {
    latenciesMs: all.map(({ latencyMs }) => latencyMs),
    lagsMs: all.map(({ lagMs }) => lagMs),
    errors: all.filter(({ failed }) => failed).length,
  };
}

async function sleepUntil(atMs: number): Promise<void> {
  const leftMs = atMs - nowMs();
  if (leftMs > 0) await sleep(leftMs);
}
