import Fastify, { type FastifyInstance } from 'fastify';
import { fastifyLimits, serverLimits } from '../server-limits.ts';
import type { ApiMetrics } from './metrics.ts';

/** The second, local port: `GET /metrics` for Prometheus. */
export function buildAdminApp({ registry }: ApiMetrics, limits = serverLimits): FastifyInstance {
  const app = Fastify(fastifyLimits(limits));
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  return app;
}
