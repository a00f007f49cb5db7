import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Live } from '../live.ts';
import type { PhoneParts } from '../phone.ts';

const newUser = z.object({
  displayName: z.string().trim().min(1).max(40).optional(),
  language: z.string().refine(isLanguageTag, 'a language is a BCP 47 tag such as zh-TW, ja or en').optional(),
});

/**
 * `GET /api/users` lists the people; `POST /api/users` adds one with a name and a language, who adds the bot as a friend
 * at once: what the bot says to that shows in the chat.
 */
export async function userRoutes(app: FastifyInstance, { line, live }: PhoneParts & { live: Live }): Promise<void> {
  app.get('/api/users', async () => line.users());

  app.post('/api/users', async (request, reply) => {
    const { userId } = line.addUser({ ...newUser.parse(request.body), friendship: 'never-friend' });
    // How its webhook goes is for the journal; nobody waits for it with an empty phone in hand.
    line.act({ userId, type: 'follow' }).catch((error) => request.log.error(error));
    live.noteNewPeople();
    return reply.code(201).send(line.users().find((user) => user.userId === userId));
  });
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
