import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { PhoneParts } from '../phone.ts';
import { chatIdSchema, userActionSchema } from '../user-action.ts';

const chatQuery = z.object({ chatId: chatIdSchema });

/** `GET /api/chat?chatId=` shows a chat; `POST /api/actions` does what a person does, and answers how its webhook went. */
export async function chatRoutes(app: FastifyInstance, { line }: PhoneParts): Promise<void> {
  app.get('/api/chat', async (request, reply) => reply.send(line.chat(chatQuery.parse(request.query).chatId)));

  app.post('/api/actions', async (request, reply) => {
    const action = userActionSchema.parse(request.body);
    if (!line.users().some((user) => user.userId === action.userId)) {
      return reply.code(400).send({ message: `There is no person ${action.userId}.` });
    }
    return reply.send(await line.act(action));
  });
}
