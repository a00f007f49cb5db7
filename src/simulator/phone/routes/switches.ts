import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Live } from '../live.ts';
import type { PhoneParts } from '../phone.ts';

const params = z.object({ id: z.string() });
const body = z.object({ position: z.string({ error: 'say which position' }) }, { error: 'a switch takes a position' });

/** `GET /api/switches` lists what can go wrong; `POST /api/switches/{id}` puts one of them into a position. */
export async function switchRoutes(app: FastifyInstance, { live }: PhoneParts & { live: Live }): Promise<void> {
  app.get('/api/switches', async () => live.switchViews());

  app.post('/api/switches/:id', async (request, reply) => {
    const { id } = params.parse(request.params);
    const { position } = body.parse(request.body);
    const found = live.switches.find((candidate) => candidate.id === id);
    if (!found) return reply.code(404).send({ message: `There is no switch ${id}.` });
    if (!found.positions.some((candidate) => candidate.id === position)) {
      return reply.code(400).send({ message: `${found.label} has no position ${position}.` });
    }
    await found.set(position);
    return reply.send(live.switchViews());
  });
}
