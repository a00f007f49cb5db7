import { randomUUID } from 'node:crypto';
import type { messagingApi } from '@line/bot-sdk';
import { refusal, startLine, text } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;
let friends: string[];

/** Four friends, and one each of the others. */
beforeEach(async () => {
  sim = await startLine();
  friends = [sim.line.userId, ...[1, 2, 3].map(() => sim.line.addUser({}).userId)];
  for (const friendship of ['blocked', 'never-friend', 'deleted'] as const) sim.line.addUser({ friendship });
});

afterEach(() => sim.line.close());

const dayMs = 24 * 60 * 60 * 1000;
const messages = [text('to many')];
const everybody = () => sim.line.users().map(({ userId }) => userId);
const got = () => everybody().filter((id) => sim.line.chat(id).items.some(({ from }) => from === 'bot'));
const counts = () => friends.map((id) => sim.line.chat(id).items.length);
const used = async () => (await sim.bot.getMessageQuotaConsumption()).totalUsage;

describe('multicast', () => {
  test('reaches friends, once each, and counts them', async () => {
    const answer = await sim.bot.multicast({ to: [...everybody(), sim.line.userId, `U${'0'.repeat(32)}`], messages });
    expect(answer).toEqual({});
    expect(got()).toEqual(friends);
    expect(await used()).toBe(4);
    expect(sim.line.chat(sim.line.userId).items).toHaveLength(1);
  });

  test('does not reach a stranger who wrote lately, as a push does', async () => {
    const { userId } = sim.line.addUser({ friendship: 'never-friend' });
    await sim.line.act({ userId, type: 'text', text: 'hi' });
    await sim.bot.multicast({ to: [userId], messages });
    expect(sim.line.chat(userId).items.map(({ from }) => from)).toEqual(['user', 'notice']);
    expect(await used()).toBe(0);
  });

  test('takes 1 to 500 user ids', async () => {
    const to = (count: number) => Array.from({ length: count }, () => sim.line.userId);
    await sim.bot.multicast({ to: to(500), messages });
    for (const count of [0, 501]) {
      expect((await refusal(sim.bot.multicast({ to: to(count), messages }))).body).toEqual({
        message: 'The request body has 1 error(s)',
        details: [{ message: 'Size must be between 1 and 500', property: 'to' }],
      });
    }
  });

  test('refuses what is no user id and then reaches nobody', async () => {
    const { groupId } = sim.line.addGroup({ memberIds: friends });
    for (const wrong of ['U1', groupId]) {
      expect((await refusal(sim.bot.multicast({ to: [sim.line.userId, wrong], messages }))).body).toEqual({
        message: 'The property, to[1], in the request body is invalid (line: -, column: -)',
      });
    }
    expect(got()).toEqual([]);
  });

  test('is all or nothing at the quota', async () => {
    sim.line.setQuota({ limit: 3 });
    expect(await refusal(sim.bot.multicast({ to: friends, messages }))).toMatchObject({
      status: 429,
      body: { message: 'You have reached your monthly limit.' },
    });
    expect(got()).toEqual([]);
    await sim.bot.multicast({ to: friends.slice(0, 3), messages });
    expect(await used()).toBe(3);
  });

  test('is repeated under a key without its messages', async () => {
    const key = randomUUID();
    await sim.bot.multicast({ to: friends, messages }, key);
    expect((await refusal(sim.bot.multicast({ to: friends, messages }, key))).body).toEqual({
      message: 'The retry key is already accepted',
    });
  });
});

describe('broadcast', () => {
  test('reaches all friends and nobody else', async () => {
    expect(await sim.bot.broadcast({ messages })).toEqual({});
    expect(got()).toEqual(friends);
    expect(await used()).toBe(4);
  });

  test('is all or nothing at the quota', async () => {
    sim.line.setQuota({ limit: 10, used: 7 });
    expect(await refusal(sim.bot.broadcast({ messages }))).toMatchObject({ status: 429 });
    expect(got()).toEqual([]);
  });
});

describe('narrowcast', () => {
  type Request = Partial<messagingApi.NarrowcastRequest>;
  const narrowcast = (request: Request = {}) => sim.bot.narrowcastWithHttpInfo({ messages, ...request });
  const idOf = ({ httpResponse }: Awaited<ReturnType<typeof narrowcast>>) =>
    httpResponse.headers.get('x-line-request-id') ?? '';

  test('is 202, reaches all friends and tells how it went for 14 days', async () => {
    const sent = await narrowcast();
    expect([sent.httpResponse.status, sent.body]).toEqual([202, {}]);
    expect(got()).toEqual(friends);
    const at = new Date(sim.clock.nowMs());
    expect(await sim.bot.getNarrowcastProgress(idOf(sent))).toMatchObject({
      phase: 'succeeded',
      successCount: 4,
      failureCount: 0,
      targetCount: 4,
      acceptedTime: at.toISOString(),
      completedTime: at.toISOString(),
    });
    await sim.clock.advance(14 * dayMs);
    expect(await refusal(sim.bot.getNarrowcastProgress(idOf(sent)))).toMatchObject({ status: 404 });
    expect(await refusal(sim.bot.getNarrowcastProgress('no-id'))).toMatchObject({ status: 400 });
    expect(await refusal(sim.bot.getNarrowcastProgress(randomUUID()))).toMatchObject({ status: 404 });
  });

  test('stops at its limit and at what is left of the quota', async () => {
    sim.line.setQuota({ limit: 3 });
    expect(await refusal(narrowcast())).toMatchObject({ status: 429 });
    await narrowcast({ limit: { max: 1 } });
    expect(await used()).toBe(1);
    await narrowcast({ limit: { upToRemainingQuota: true } });
    expect(await used()).toBe(3);
  });

  test('fails as a whole where part of it is forbidden', async () => {
    sim.line.setQuota({ limit: 3 });
    const sent = await narrowcast({ limit: { upToRemainingQuota: true, forbidPartialDelivery: true } });
    expect(await sim.bot.getNarrowcastProgress(idOf(sent))).toMatchObject({ phase: 'failed', errorCode: 5 });
    expect(got()).toEqual([]);
    expect((await refusal(narrowcast({ limit: { forbidPartialDelivery: true } }))).body).toEqual({
      message: 'The option forbidPartialDelivery must be used with upToRemainingQuota.',
    });
  });

  test('goes to those of earlier narrowcasts, or to all but those', async () => {
    const first = await narrowcast({ limit: { max: 1 } });
    const again: messagingApi.Recipient = { type: 'redelivery', requestId: idOf(first) };
    await narrowcast({ recipient: again });
    expect(counts()).toEqual([2, 0, 0, 0]);
    await narrowcast({ recipient: { type: 'operator', not: again } });
    expect(counts()).toEqual([2, 1, 1, 1]);
    await narrowcast({ recipient: { type: 'operator', or: [again, { type: 'operator', not: again }] } });
    expect(counts()).toEqual([3, 2, 2, 2]);
    await narrowcast({ recipient: { type: 'operator', and: [again, { type: 'operator', not: again }] } });
    expect(counts()).toEqual([3, 2, 2, 2]);
  });

  test('refuses recipients that are not there, empty or too many', async () => {
    const requestId = randomUUID();
    const again: messagingApi.Recipient = { type: 'redelivery', requestId };
    expect((await refusal(narrowcast({ recipient: again }))).body).toEqual({
      message: `Invalid request id: ${requestId}`,
    });
    expect((await refusal(narrowcast({ recipient: { type: 'audience', audienceGroupId: 7 } }))).body).toEqual({
      message: 'Invalid audience group id: 7',
    });
    const eleven = Array.from({ length: 11 }, () => again);
    for (const recipient of [
      { type: 'operator', and: [] },
      { type: 'operator', or: eleven },
      { type: 'operator', and: [again], not: again },
    ] satisfies messagingApi.Recipient[]) {
      expect((await refusal(narrowcast({ recipient }))).body.message).toBe('The request body has 1 error(s)');
    }
  });

  test('by attributes needs 100 friends', async () => {
    const filter: messagingApi.Filter = { demographic: { type: 'gender', oneOf: ['female'] } };
    expect(await refusal(narrowcast({ filter }))).toMatchObject({
      status: 403,
      body: { message: 'Your account does not have enough friends' },
    });
    for (let count = friends.length; count < 100; count++) sim.line.addUser({});
    const sent = await narrowcast({ filter });
    expect(await sim.bot.getNarrowcastProgress(idOf(sent))).toMatchObject({ phase: 'failed', errorCode: 2 });
  });
});

describe('validation', () => {
  test('judges the messages and nothing else, sends nothing and counts nothing', async () => {
    const validations = [
      sim.bot.validateReply({ messages }),
      sim.bot.validatePush({ messages }),
      sim.bot.validateMulticast({ messages }),
      sim.bot.validateNarrowcast({ messages }),
      sim.bot.validateBroadcast({ messages }),
    ];
    expect(await Promise.all(validations)).toEqual([{}, {}, {}, {}, {}]);
    expect((await refusal(sim.bot.validatePush({ messages: [text('x'.repeat(5001))] }))).body).toEqual({
      message: 'The request body has 1 error(s)',
      details: [{ message: 'Length must be between 0 and 5000', property: 'messages[0].text' }],
    });
    expect((await refusal(sim.bot.validateReply({ messages: [] }))).body).toEqual({
      message: 'The request body has 1 error(s)',
      details: [{ message: 'Size must be between 1 and 5', property: 'messages' }],
    });
    expect(got()).toEqual([]);
    expect(await used()).toBe(0);
  });
});
