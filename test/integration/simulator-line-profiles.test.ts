import { callerOf } from '../support/line-api.ts';
import { clientOf, refusal, startLine } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;

beforeEach(async () => {
  sim = await startLine();
});

afterEach(() => sim.line.close());

const hourMs = 60 * 60 * 1000;

describe('a profile', () => {
  test('has what the person has, and the language once they have consented', async () => {
    const shy = sim.line.addUser({ displayName: 'Shy' });
    expect(await sim.bot.getProfile(sim.line.userId)).toMatchObject({ displayName: 'Alex', language: 'en' });
    expect(await sim.bot.getProfile(shy.userId)).toEqual({ userId: shy.userId, displayName: 'Shy' });
    const details = {
      displayName: 'Mei',
      language: 'zh-TW',
      pictureUrl: 'https://example.com/m',
      statusMessage: 'Hi!',
    };
    const mei = sim.line.addUser(details);
    expect(await sim.bot.getProfile(mei.userId)).toEqual({ userId: mei.userId, ...details });
  });

  test('is made by a control route', async () => {
    const details = { displayName: 'Mei', pictureUrl: 'https://example.com/m', statusMessage: 'Hi!' };
    const { body } = await sim.control('POST', 'users', details);
    expect(await sim.bot.getProfile(body.userId)).toEqual({ userId: body.userId, ...details });
    const shy = await sim.control('POST', 'users', { profileConsent: false });
    expect(await refusal(sim.bot.getProfile(shy.body.userId))).toMatchObject({ status: 404 });
    expect(await sim.control('POST', 'users', { pictureUrl: 'http://example.com/m' })).toMatchObject({ status: 400 });
  });

  test('lacks the language by a fault', async () => {
    sim.line.faults.add({ route: 'profile', effect: { kind: 'behaviour', name: 'no-language' } });
    expect(await sim.bot.getProfile(sim.line.userId)).not.toHaveProperty('language');
    expect(await sim.bot.getProfile(sim.line.userId)).toHaveProperty('language');
  });

  test('is not found for unknown people, strangers and those who have blocked the bot, left LINE or not consented', async () => {
    const others = [
      sim.line.addUser({ friendship: 'blocked' }),
      sim.line.addUser({ friendship: 'never-friend' }),
      sim.line.addUser({ friendship: 'deleted' }),
      sim.line.addUser({ profileConsent: false }),
      { userId: `U${'0'.repeat(32)}` },
    ];
    for (const { userId } of others) {
      expect(await refusal(sim.bot.getProfile(userId))).toMatchObject({ status: 404, body: { message: 'Not found' } });
    }
    expect((await refusal(sim.bot.getProfile('me'))).body).toEqual({
      message: "The value for the 'userId' parameter is invalid",
    });
  });

  test('of a stranger is there once they have written, without an end', async () => {
    const { userId } = sim.line.addUser({ friendship: 'never-friend' });
    await sim.line.act({ userId, type: 'text', text: 'hi' });
    await sim.clock.advance(30 * 24 * hourMs);
    expect(await sim.bot.getProfile(userId)).toMatchObject({ userId });
  });
});

test('the info of the bot names it', async () => {
  expect(await sim.bot.getBotInfo()).toEqual({
    userId: sim.line.botUserId,
    basicId: expect.stringMatching(/^@/),
    displayName: 'Hyoban',
    chatMode: 'bot',
    markAsReadMode: 'auto',
  });
});

test.each([undefined, 'Bearer wrong', 'Bearer ', 'Basic abc'])(
  'the authorization %s is answered with 401',
  async (authorization) => {
    const { status, body } = await callerOf(sim)('GET', '/v2/bot/info', { headers: { authorization } });
    expect(status).toBe(401);
    expect(body.message).toMatch(/^Authentication failed due to the following reason: /);
  },
);

describe('the ids of friends', () => {
  test('come in pages of 300, or up to 1,000, without those who have not consented', async () => {
    sim.line.addUser({ profileConsent: false });
    for (let count = 1; count < 301; count++) sim.line.addUser({});
    sim.line.addUser({ friendship: 'blocked' });
    const first = await sim.bot.getFollowers();
    expect(first.userIds).toHaveLength(300);
    expect(first.userIds[0]).toBe(sim.line.userId);
    const second = await sim.bot.getFollowers(first.next);
    expect(second.userIds).toHaveLength(1);
    expect(second).not.toHaveProperty('next');
    expect((await sim.bot.getFollowers(undefined, 1000)).userIds).toHaveLength(301);
    expect((await refusal(sim.bot.getFollowers('no-token'))).body).toEqual({ message: 'Invalid start param' });
    expect(await refusal(sim.bot.getFollowers(undefined, 1001))).toMatchObject({ status: 400 });
  });

  test('are not for unverified accounts', async () => {
    const other = await startLine({ account: 'unverified' });
    const { groupId } = other.line.addGroup({ memberIds: [other.line.userId] });
    const bot = clientOf(other.line.url, other.line.channelAccessToken);
    for (const call of [bot.getFollowers(), bot.getGroupMembersIds(groupId)]) {
      expect(await refusal(call)).toMatchObject({
        status: 403,
        body: { message: 'Access to this API is not available for your account' },
      });
    }
    await other.line.close();
  });
});
