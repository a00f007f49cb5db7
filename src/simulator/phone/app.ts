import Fastify, { type FastifyInstance } from 'fastify';
import { foreignRequest } from '../core/own-requests.ts';
import { answerError } from './errors.ts';
import { createLive } from './live.ts';
import type { PhoneParts } from './phone.ts';
import { chatRoutes } from './routes/chat.ts';
import { eventRoutes } from './routes/events.ts';
import { groupRoutes } from './routes/groups.ts';
import { journalRoutes } from './routes/journal.ts';
import { pageRoutes } from './routes/page.ts';
import { switchRoutes } from './routes/switches.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { userRoutes } from './routes/users.ts';

/** Pictures may come from anywhere, since bots send links to them; everything else comes from this server. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' https: http: data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Builds the server of the phone page without listening. */
export async function buildPhoneApp(parts: PhoneParts): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: 64 * 1024, forceCloseConnections: true });
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });
  app.addHook('onRequest', async (request, reply) => {
    const foreign = foreignRequest(request.method, request.headers);
    if (foreign) return reply.code(foreign.status).send({ message: foreign.message });
    return undefined;
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send({ message: `There is nothing at ${request.method} ${request.url}.` }),
  );
  const live = createLive(parts);
  app.addHook('onClose', async () => live.close());
  await app.register(pageRoutes);
  await app.register(journalRoutes, parts);
  for (const routes of [chatRoutes, userRoutes, groupRoutes, timelineRoutes, switchRoutes, eventRoutes]) {
    await app.register(routes, { ...parts, live });
  }
  return app;
}
