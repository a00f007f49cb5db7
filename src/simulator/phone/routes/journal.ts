import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { journalLine, type PhoneParts } from '../phone.ts';

const newestShown = 200;

const journalParams = z.object({ seq: z.coerce.number({ error: 'a journal entry has a number' }).int().positive() });

/** `GET /api/journal` lists the newest entries in short form, oldest first; `/api/journal/{seq}` is one in full; `/api/links` the links beside it. */
export async function journalRoutes(app: FastifyInstance, { journal, links }: PhoneParts): Promise<void> {
  app.get('/api/links', async () => links);

  app.get('/api/journal', async () => journal.entries().slice(-newestShown).map(journalLine));

  app.get('/api/journal/:seq', async (request, reply) => {
    const { seq } = journalParams.parse(request.params);
    const entry = journal.entries().find((candidate) => candidate.seq === seq);
    if (!entry) return reply.code(404).send({ message: `The journal has no entry ${seq}.` });
    return reply.send(entry);
  });
}
