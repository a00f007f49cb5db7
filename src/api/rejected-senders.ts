import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

const rejectionsPerMinute = 20;
const minuteMs = 60_000;
const maxRemembered = 10_000;
/** Attempts a second that all limited senders of a route share. */
const sharedAttemptsPerSecond = 5;

/** Who has sent what was not signed, by address; an IPv6 address counts as its /64. */
export type RejectedSenders = {
  /** Whether an address has had 20 rejections within the last minute. */
  isLimited: (request: FastifyRequest) => boolean;
  /** Something new and signed came from there: its earlier rejections are forgotten. */
  accepted: (request: FastifyRequest) => void;
  /**
   * Whether a limited sender is looked at all the same: a vendor may share its address with others, behind a proxy that
   * does not forward addresses.
   */
  mayTryAgain: () => boolean;
};

/**
 * Counts the rejections (401, 413, 415) of the routes of one scope. Remembers at most 10,000 senders; the one that was
 * quiet for longest is forgotten first.
 */
export function watchRejectedSenders(app: FastifyInstance): RejectedSenders {
  const counts = new LRUCache<string, { count: number }>({ max: maxRemembered, ttl: minuteMs });
  const attempts = new LRUCache<number, number>({ max: 2 });
  app.addHook('onResponse', async (request, reply) => {
    if (![401, 413, 415].includes(reply.statusCode)) return;
    const sender = senderOf(request);
    const entry = counts.get(sender);
    if (entry) entry.count++;
    else counts.set(sender, { count: 1 });
  });
  return {
    isLimited: (request) => (counts.get(senderOf(request))?.count ?? 0) >= rejectionsPerMinute,
    accepted: (request) => void counts.delete(senderOf(request)),
    mayTryAgain() {
      const second = Math.floor(Date.now() / 1000);
      const made = attempts.get(second) ?? 0;
      attempts.set(second, made + 1);
      return made < sharedAttemptsPerSecond;
    },
  };
}

/** Who has gone away meanwhile has no address any more. */
function senderOf(request: FastifyRequest): string {
  return request.socket.remoteAddress === undefined ? '' : normalizeIP(request.ip);
}
