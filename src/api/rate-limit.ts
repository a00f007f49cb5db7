import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * A hook that lets so many requests a minute through from one address. `@fastify/rate-limit` must be registered. Who has
 * gone away meanwhile has no address any more, on which the library would throw, and gets no answer anyway.
 */
export function limitPerMinute(app: FastifyInstance, max: number) {
  const limit = app.rateLimit({ max, timeWindow: '1 minute' });
  return async function limitRequests(this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
    if (request.socket.remoteAddress !== undefined) await limit.call(this, request, reply);
  };
}
