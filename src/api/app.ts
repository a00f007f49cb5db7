import Fastify, { type FastifyInstance } from 'fastify';
import { fastifyLimits, serverLimits } from '../server-limits.ts';
import type { ApiContext } from './context.ts';
import { errors } from './plugins/errors.ts';
import { timing } from './plugins/timing.ts';
import { geminiWebhook } from './routes/gemini-webhook.ts';
import { health } from './routes/health.ts';
import { lineWebhook } from './routes/line-webhook.ts';
import { reportPage } from './routes/report-page.ts';

const bodyLimitBytes = 1024 * 1024;

/** Builds the API; nothing listens yet, so tests can inject requests or listen on any port. */
export async function buildApp(api: ApiContext, limits = serverLimits): Promise<FastifyInstance> {
  const app = Fastify({
    ...fastifyLimits(limits),
    bodyLimit: bodyLimitBytes,
    logger: false,
    // The limits count by address: behind a reverse proxy of the same network, by the address that it forwards.
    trustProxy: ['loopback', 'linklocal', 'uniquelocal'],
    // Longer than Node lets a request line be, so that the page of a report, not the router, answers a broken link.
    routerOptions: { maxParamLength: 16 * 1024 },
  });
  await app.register(timing, { metrics: api.metrics });
  await app.register(errors, { api });
  await app.register(health, { api });
  await app.register(lineWebhook, { api });
  await app.register(geminiWebhook, { api });
  await app.register(reportPage, { api });
  return app;
}
