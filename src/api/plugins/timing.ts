import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import type { ApiMetrics } from '../metrics.ts';

/** Measures every request by route and status. */
export const timing = plugin(async (app: FastifyInstance, { metrics }: { metrics: ApiMetrics }) => {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.requestSeconds.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
});
