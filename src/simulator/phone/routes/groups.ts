import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Group } from '../../line/state/groups.ts';
import { userIdSchema } from '../../line/user-action.ts';
import type { Live } from '../live.ts';
import type { PhoneParts } from '../phone.ts';

const newGroup = z.object({
  name: z.string().trim().min(1).max(40),
  memberIds: z.array(userIdSchema).min(1).max(20),
});

/** A group or room as the page sees it. */
export type GroupView = Omit<Group, 'memberIds'> & { memberIds: string[] };

/** `GET /api/groups` lists groups and rooms; `POST /api/groups` makes a group of people with the bot in it. */
export async function groupRoutes(app: FastifyInstance, { line, live }: PhoneParts & { live: Live }): Promise<void> {
  app.get('/api/groups', async () => line.groups().map(groupView));

  app.post('/api/groups', async (request, reply) => {
    const { name, memberIds } = newGroup.parse(request.body);
    const unknown = memberIds.find((id) => !line.users().some((user) => user.userId === id));
    if (unknown !== undefined) return reply.code(400).send({ message: `There is no person ${unknown}.` });
    const group = line.addGroup({ name, memberIds, botIsIn: false });
    // Each member sees the group from its beginning: with the invitation of the bot.
    await line.act({ type: 'join', userId: memberIds[0] ?? '', chatId: group.groupId });
    live.noteNewPeople();
    return reply.code(201).send(groupView(group));
  });
}

function groupView({ memberIds, ...group }: Group): GroupView {
  return { ...group, memberIds: [...memberIds] };
}
