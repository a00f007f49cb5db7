import { refusal, startLine, startWebhook, text } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;
let webhook: Awaited<ReturnType<typeof startWebhook>>;

beforeEach(async () => {
  webhook = await startWebhook();
  sim = await startLine({ webhookUrl: webhook.url });
});

afterEach(async () => {
  await sim.line.close();
  await webhook.close();
});

const notFound = { status: 404, body: { message: 'Not found' } };

/** The calls for one kind of chat, as both kinds have them. */
const callsOf = (kind: 'group' | 'room') =>
  kind === 'group'
    ? {
        profile: (id: string, userId: string) => sim.bot.getGroupMemberProfile(id, userId),
        count: (id: string) => sim.bot.getGroupMemberCount(id),
        ids: (id: string, start?: string) => sim.bot.getGroupMembersIds(id, start),
        leave: (id: string) => sim.bot.leaveGroup(id),
      }
    : {
        profile: (id: string, userId: string) => sim.bot.getRoomMemberProfile(id, userId),
        count: (id: string) => sim.bot.getRoomMemberCount(id),
        ids: (id: string, start?: string) => sim.bot.getRoomMembersIds(id, start),
        leave: (id: string) => sim.bot.leaveRoom(id),
      };

describe.each(['group', 'room'] as const)('a %s', (kind) => {
  const made = (...memberIds: string[]) => sim.line.addGroup({ kind, memberIds }).groupId;

  test('tells of its members, friends or not, without a language', async () => {
    const { profile, count } = callsOf(kind);
    const blocked = sim.line.addUser({ friendship: 'blocked', displayName: 'B', pictureUrl: 'https://example.com/b' });
    const gone = sim.line.addUser({ friendship: 'deleted' });
    const outside = sim.line.addUser({});
    const id = made(sim.line.userId, blocked.userId, gone.userId);
    expect(await count(id)).toEqual({ count: 2 });
    expect(await profile(id, sim.line.userId)).toEqual({ userId: sim.line.userId, displayName: 'Alex' });
    expect(await profile(id, blocked.userId)).toEqual({
      userId: blocked.userId,
      displayName: 'B',
      pictureUrl: 'https://example.com/b',
    });
    for (const userId of [outside.userId, gone.userId, `U${'0'.repeat(32)}`]) {
      expect(await refusal(profile(id, userId))).toMatchObject(notFound);
    }
    expect(await refusal(profile(id, 'me'))).toMatchObject({ status: 400 });
  });

  test('lists the ids of its members by the hundred', async () => {
    const { ids } = callsOf(kind);
    const members = [sim.line.userId, ...Array.from({ length: 100 }, () => sim.line.addUser({}).userId)];
    const id = made(...members);
    const first = await ids(id);
    const second = await ids(id, first.next);
    expect([first.memberIds.length, second.memberIds.length, 'next' in second]).toEqual([100, 1, false]);
    expect([...first.memberIds, ...second.memberIds]).toEqual(members);
    expect((await refusal(ids(id, 'x'))).body).toEqual({ message: 'Invalid start param' });
  });

  test('is unknown once the bot has left, which is told by a leave event', async () => {
    const { profile, count, ids, leave } = callsOf(kind);
    const id = made(sim.line.userId);
    expect(await leave(id)).toEqual({});
    for (const call of [profile(id, sim.line.userId), count(id), ids(id)]) {
      expect(await refusal(call)).toMatchObject(notFound);
    }
    expect((await refusal(sim.bot.pushMessage({ to: id, messages: [text('x')] }))).body).toEqual({
      message: 'Failed to send messages',
    });
    expect(webhook.events()).toMatchObject([{ type: 'leave', source: { type: kind, [`${kind}Id`]: id } }]);
    expect(webhook.events()[0]).not.toHaveProperty('replyToken');
    expect(webhook.events()[0].source).not.toHaveProperty('userId');
  });

  test('is not there under an id of another form or another kind', async () => {
    const { count, leave } = callsOf(kind);
    const unknown = `${kind === 'group' ? 'C' : 'R'}${'0'.repeat(32)}`;
    const message = `The value for the '${kind}Id' parameter is invalid`;
    for (const call of [count, leave]) {
      expect(await refusal(call(unknown))).toMatchObject(notFound);
      expect(await refusal(call('X1'))).toMatchObject({ status: 400, body: { message } });
      expect(await refusal(call(`${kind === 'group' ? 'R' : 'C'}${'0'.repeat(32)}`))).toMatchObject({ status: 400 });
    }
  });
});

test('a group that the bot has left cannot be left again, a room can', async () => {
  const group = sim.line.addGroup({ kind: 'group', memberIds: [sim.line.userId], botIsIn: false });
  const room = sim.line.addGroup({ kind: 'room', memberIds: [sim.line.userId], botIsIn: false });
  expect(await refusal(sim.bot.leaveGroup(group.groupId))).toMatchObject(notFound);
  expect(await sim.bot.leaveRoom(room.groupId)).toEqual({});
  expect(webhook.events()).toEqual([]);
});

test('a group has a name', async () => {
  const { groupId } = sim.line.addGroup({ name: 'Lunch', memberIds: [sim.line.userId] });
  expect(await sim.bot.getGroupSummary(groupId)).toEqual({ groupId, groupName: 'Lunch' });
});

test('a member who has not consented has no id in events, lists and profiles', async () => {
  const shy = sim.line.addUser({ profileConsent: false });
  const { groupId } = sim.line.addGroup({ memberIds: [sim.line.userId, shy.userId] });
  await sim.line.act({ userId: shy.userId, chatId: groupId, type: 'text', text: 'hi' });
  expect(webhook.events()[0].source).toEqual({ type: 'group', groupId });
  expect(await sim.bot.getGroupMembersIds(groupId)).toEqual({ memberIds: [sim.line.userId] });
  expect(await sim.bot.getGroupMemberCount(groupId)).toEqual({ count: 2 });
  expect(await refusal(sim.bot.getGroupMemberProfile(groupId, shy.userId))).toMatchObject(notFound);
});
