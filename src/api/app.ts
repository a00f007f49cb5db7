import Fastify, { type FastifyInstance } from 'fastify';
import type { ApiContext } from './context.ts';
import { errors } from './plugins/errors.ts';
import { timing } from './plugins/timing.ts';
import { geminiWebhook } from './routes/gemini-webhook.ts';
import { health } from './routes/health.ts';
import { lineWebhook } from './routes/line-webhook.ts';
import { reportPage } from './routes/report-page.ts';

const bodyLimitBytes = 1024 * 1024;

/** Builds the API; nothing listens yet, so tests can inject requests or listen on any port. */
export async function buildApp(api: ApiContext): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: bodyLimitBytes,
    connectionTimeout: 30_000,
    requestTimeout: 15_000,
    keepAliveTimeout: 75_000,
    logger: false,
    // The limits count by address: behind a reverse proxy of the same network, by the address that it forwards.
    trustProxy: ['loopback', 'linklocal', 'uniquelocal'],
    routerOptions: { maxParamLength: 1000 },
  });
  await app.register(timing, { metrics: api.metrics });
  await app.register(errors);
  await app.register(health, { api });
  await app.register(lineWebhook, { api });
  await app.register(geminiWebhook, { api });
  await app.register(reportPage, { api });
  return app;
}
