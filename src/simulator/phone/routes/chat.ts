import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ChatView } from '../../line/simulator.ts';
import { chatIdSchema, userActionSchema, userIdSchema } from '../../line/user-action.ts';
import type { Live } from '../live.ts';
import type { PhoneParts } from '../phone.ts';

const chatQuery = z.object({ chatId: chatIdSchema });
const readBody = z.object({ chatId: chatIdSchema, userId: userIdSchema, upToMs: z.number() });

/** A chat with what has been read: simulated time up to which the bot (`bot`) or a person (by user id) has seen it. */
export type ChatPage = ChatView & { readUpToMs: Record<string, number> };

/**
 * `GET /api/chat?chatId=` shows a chat; `POST /api/actions` does what a person does, and answers how its webhook went;
 * `POST /api/reads` says that a person has the chat on screen.
 */
export async function chatRoutes(app: FastifyInstance, { line, live }: PhoneParts & { live: Live }): Promise<void> {
  app.get('/api/chat', async (request): Promise<ChatPage> => {
    const { chatId } = chatQuery.parse(request.query);
    return { ...line.chat(chatId), readUpToMs: live.reads.of(chatId) };
  });

  app.post('/api/actions', async (request, reply) => {
    const action = userActionSchema.parse(request.body);
    if (!line.users().some((user) => user.userId === action.userId)) {
      return reply.code(400).send({ message: `There is no person ${action.userId}.` });
    }
    return reply.send(await line.act(action));
  });

  app.post('/api/reads', async (request, reply) => {
    const { chatId, userId, upToMs } = readBody.parse(request.body);
    live.reads.note(chatId, userId, upToMs);
    return reply.send({});
  });
}
