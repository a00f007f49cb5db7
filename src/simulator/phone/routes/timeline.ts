import type { FastifyInstance } from 'fastify';
import type { Live } from '../live.ts';
import type { PhoneParts } from '../phone.ts';

/** What the page has to know before it shows anything. */
export type About = { botName: string; knowsBot: boolean };

/**
 * `GET /api/about` tells of whom the page is; `GET /api/timeline` lists the steps, oldest first; `GET /api/bot` what is known
 * of worker and runs, null without a bot.
 */
export async function timelineRoutes(app: FastifyInstance, parts: PhoneParts & { live: Live }): Promise<void> {
  const { line, live, bot } = parts;
  app.get('/api/about', async (): Promise<About> => ({ botName: line.botName, knowsBot: bot !== undefined }));
  app.get('/api/timeline', async () => live.timeline.steps());
  app.get('/api/bot', async (_request, reply) => reply.send(live.bot() ?? null));
}
