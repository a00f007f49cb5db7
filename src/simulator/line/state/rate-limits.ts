import type { SimulatorClock } from '../../core/clock.ts';

/** `requests` in `perMs`, as a bucket that fills evenly. */
export type RateLimit = { requests: number; perMs: number };

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The limits of "Rate limits" in the Messaging API reference, by what they hold for. */
export const rateLimits = {
  usual: { requests: 2000, perMs: second },
  multicast: { requests: 200, perMs: second },
  loading: { requests: 100, perMs: second },
  shortLivedToken: { requests: 370, perMs: second },
  richMenuList: { requests: 10, perMs: second },
  webhookEndpoint: { requests: 1000, perMs: minute },
  richMenuChange: { requests: 100, perMs: hour },
  richMenuBatch: { requests: 3, perMs: hour },
  hourly: { requests: 60, perMs: hour },
} as const satisfies Record<string, RateLimit>;

/** Takes one request out of the bucket of an endpoint; false when it is empty. */
export type RateLimiter = (endpoint: string, limit: RateLimit) => boolean;

/** Makes full buckets, one for each endpoint asked for. */
export function createRateLimiter(clock: SimulatorClock): RateLimiter {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return (endpoint, limit) => {
    const nowMs = clock.nowMs();
    const bucket = buckets.get(endpoint) ?? { tokens: limit.requests, atMs: nowMs };
    const refill = (Math.max(0, nowMs - bucket.atMs) * limit.requests) / limit.perMs;
    const tokens = Math.min(limit.requests, bucket.tokens + refill);
    const allowed = tokens >= 1;
    buckets.set(endpoint, { tokens: allowed ? tokens - 1 : tokens, atMs: nowMs });
    return allowed;
  };
}
