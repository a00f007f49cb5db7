import { randomUUID } from 'node:crypto';
import { refusal, startLine, startWebhook, text } from '../support/line-simulator.ts';

type Line = Awaited<ReturnType<typeof startLine>>;
let sim: Line;
let webhook: Awaited<ReturnType<typeof startWebhook>>;

beforeEach(async () => {
  webhook = await startWebhook();
  sim = await startLine({ webhookUrl: webhook.url });
});

afterEach(async () => {
  await sim.line.close();
  await webhook.close();
});

const hourMs = 60 * 60 * 1000;
const pushTo = (to: string, ...texts: string[]) => sim.bot.pushMessage({ to, messages: texts.map(text) });
const items = (chatId = sim.line.userId) => sim.line.chat(chatId).items;
const used = async () => (await sim.bot.getMessageQuotaConsumption()).totalUsage;

const named = (...customAggregationUnits: string[]) =>
  sim.bot.pushMessage({ to: sim.line.userId, messages: [text('x')], customAggregationUnits });

describe('push', () => {
  test('gives one id for each message, a quote token for those that can be quoted, and shows the messages', async () => {
    const url = 'https://example.com/a';
    const { sentMessages } = await sim.bot.pushMessage({
      to: sim.line.userId,
      messages: [
        text('a'),
        { type: 'location', title: 't', address: 'x', latitude: 1, longitude: 2 },
        { type: 'sticker', packageId: '446', stickerId: '1988' },
        { type: 'audio', originalContentUrl: url, duration: 1 },
        { type: 'image', originalContentUrl: url, previewImageUrl: url },
      ],
    });
    expect(sentMessages.map(({ id }) => id)).toEqual(Array(5).fill(expect.stringMatching(/^\d{18}$/)));
    expect(sentMessages.map((sent) => 'quoteToken' in sent)).toEqual([true, false, true, false, true]);
    expect(items()).toMatchObject([
      { id: sentMessages[0]?.id, from: 'bot', via: 'push', message: { text: 'a' } },
      { from: 'bot', via: 'push', message: { type: 'location' } },
      { message: { type: 'sticker' } },
      { message: { type: 'audio' } },
      { message: { type: 'image' } },
    ]);
  });

  test('refuses ids that are malformed and ids that are not known', async () => {
    expect((await refusal(pushTo('U1', 'x'))).body).toEqual({
      message: "The property, 'to', in the request body is invalid (line: -, column: -)",
    });
    expect((await refusal(pushTo(`U${'0'.repeat(32)}`, 'x'))).body).toEqual({ message: 'Failed to send messages' });
    expect((await refusal(pushTo(`C${'0'.repeat(32)}`, 'x'))).body).toEqual({ message: 'Failed to send messages' });
    expect((await refusal(pushTo('', 'x'))).body).toEqual({
      message: 'The request body has 1 error(s)',
      details: [{ message: 'May not be empty', property: 'to' }],
    });
  });

  test.each(['blocked', 'never-friend', 'deleted'] as const)(
    'to a person who is %s is accepted, shown as not delivered and not counted',
    async (friendship) => {
      const { userId } = sim.line.addUser({ friendship });
      expect((await pushTo(userId, 'hello?')).sentMessages).toHaveLength(1);
      expect(await used()).toBe(0);
      expect(items(userId)).toMatchObject([{ from: 'notice', message: { text: `Not delivered (${friendship})` } }]);
    },
  );

  test('reaches a person who is no friend for seven days after their message', async () => {
    const { userId } = sim.line.addUser({ friendship: 'never-friend' });
    await sim.line.act({ userId, type: 'text', text: 'hi' });
    await sim.clock.advance(7 * 24 * hourMs);
    await pushTo(userId, '1');
    await sim.clock.advance(1);
    await pushTo(userId, '2');
    expect(items(userId).map((item) => item.from)).toEqual(['user', 'bot', 'notice']);
    expect(await used()).toBe(1);
  });

  test.each(['group', 'room'] as const)(
    'to a %s counts its members, without those who are gone, and once for all messages',
    async (kind) => {
      const [other, gone] = [sim.line.addUser({}), sim.line.addUser({ friendship: 'deleted' })];
      const { groupId } = sim.line.addGroup({ kind, memberIds: [sim.line.userId, other.userId, gone.userId] });
      await pushTo(groupId, 'all', 'of you');
      expect(await used()).toBe(2);
      expect(items(groupId)).toHaveLength(2);
    },
  );

  test('to a group that the bot is not in is refused', async () => {
    const { groupId } = sim.line.addGroup({ memberIds: [sim.line.userId], botIsIn: false });
    expect((await refusal(pushTo(groupId, 'x'))).body).toEqual({ message: 'Failed to send messages' });
  });

  test('takes the name of one aggregation unit', async () => {
    await named('a'.repeat(30));
    for (const units of [['a'.repeat(31)], ['a-b'], ['a', 'b']]) {
      expect(await refusal(named(...units))).toMatchObject({ status: 400 });
    }
  });
});

const request = (content: string) => ({ to: sim.line.userId, messages: [text(content)] });

describe('a retry key', () => {
  test('that was accepted is 409 with the first request id and the first messages, whatever the body is now', async () => {
    const key = randomUUID();
    const first = await sim.bot.pushMessageWithHttpInfo(request('once'), key);
    const { status, headers, body } = await refusal(sim.bot.pushMessage(request('another'), key.toUpperCase()));
    expect(status).toBe(409);
    expect(headers.get('x-line-accepted-request-id')).toBe(first.httpResponse.headers.get('x-line-request-id'));
    expect(headers.get('x-line-request-id')).not.toBe(first.httpResponse.headers.get('x-line-request-id'));
    expect(body).toEqual({ message: 'The retry key is already accepted', sentMessages: first.body.sentMessages });
    expect(items()).toMatchObject([{ message: { text: 'once' } }]);
    expect(await used()).toBe(1);
  });

  test('is known for 24 hours and then a new request', async () => {
    const key = randomUUID();
    await sim.bot.pushMessage(request('1'), key);
    await sim.clock.advance(24 * hourMs - 1);
    expect(await refusal(sim.bot.pushMessage(request('2'), key))).toMatchObject({ status: 409 });
    await sim.clock.advance(1);
    await sim.bot.pushMessage(request('3'), key);
    expect(items()).toHaveLength(2);
  });

  test('lives from its first request, also when that was refused', async () => {
    const key = randomUUID();
    expect(await refusal(sim.bot.pushMessage(request(''), key))).toMatchObject({ status: 400 });
    await sim.clock.advance(23 * hourMs);
    await sim.bot.pushMessage(request('accepted'), key);
    await sim.clock.advance(hourMs - 1);
    expect(await refusal(sim.bot.pushMessage(request('again'), key))).toMatchObject({ status: 409 });
    await sim.clock.advance(1);
    await sim.bot.pushMessage(request('doubled'), key);
    expect(items().map(({ message }) => message.text)).toEqual(['accepted', 'doubled']);
  });

  test.each(['rate-limited', 'monthly-limit'])('that met %s can be used again', async (name) => {
    const key = randomUUID();
    sim.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name } });
    expect(await refusal(sim.bot.pushMessage(request('now'), key))).toMatchObject({ status: 429 });
    await sim.bot.pushMessage(request('now'), key);
    expect(items()).toHaveLength(1);
  });

  test('that met 500 after acceptance is 409', async () => {
    const key = randomUUID();
    sim.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'accepted-then-500' } });
    expect(await refusal(sim.bot.pushMessage(request('now'), key))).toMatchObject({ status: 500 });
    expect(await refusal(sim.bot.pushMessage(request('now'), key))).toMatchObject({ status: 409 });
    expect(items()).toHaveLength(1);
  });

  test('of two requests at once accepts one', async () => {
    const key = randomUUID();
    const outcomes = await Promise.allSettled([
      sim.bot.pushMessage(request('a'), key),
      sim.bot.pushMessage(request('a'), key),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(items()).toHaveLength(1);
  });

  test.each(['no-uuid', '123', '123e4567e89b12d3a456426614174000'])('refuses %s, which is no UUID', async (key) => {
    expect(await refusal(sim.bot.pushMessage(request('x'), key))).toMatchObject({ status: 400 });
  });

  test('is known to all endpoints, or, where that is set, to its own', async () => {
    const key = randomUUID();
    await sim.bot.pushMessage(request('a'), key);
    expect(await refusal(sim.bot.broadcast({ messages: [text('b')] }, key))).toMatchObject({ status: 409 });
    const other = await startLine({ retryKeyScope: 'endpoint' });
    await other.bot.pushMessage({ to: other.line.userId, messages: [text('a')] }, key);
    await other.bot.broadcast({ messages: [text('b')] }, key);
    expect(await refusal(other.bot.broadcast({ messages: [text('b')] }, key))).toMatchObject({ status: 409 });
    await other.line.close();
  });
});
