import Fastify, { type FastifyInstance } from 'fastify';
import type { ApiMetrics } from './metrics.ts';

/** The second, local port: `GET /metrics` for Prometheus. */
export function buildAdminApp({ registry }: ApiMetrics): FastifyInstance {
  const app = Fastify();
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  return app;
}
