import autocannon from 'autocannon';

/** One kind of request. */
export type Target = { url: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string };

/** How long to load: by time or by number of requests. */
export type Amount = { durationSeconds: number } | { requests: number };

const connections = 32;

/**
 * As many requests as 32 connections take, each sending its next request when it has its answer (closed model).
 *
 * @returns answers and how many came per second.
 * @throws Error when any answer was missing or not 2xx: what is refused costs less and would flatter.
 */
export async function loadFully(target: Target, amount: Amount): Promise<{ answers: number; perSecond: number }> {
  const howMuch = 'requests' in amount ? { amount: amount.requests } : { duration: amount.durationSeconds };
  const result = await autocannon({ ...target, ...howMuch, connections });
  const bad = result.errors + result.timeouts + result.non2xx;
  if (bad > 0) throw new Error(`${bad} requests to ${target.url} went wrong`);
  const answers = result['2xx'];
  return { answers, perSecond: answers / result.duration };
}
