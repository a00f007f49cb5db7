import { validateSignature } from '@line/bot-sdk';
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

test('people, groups and chats are made and read', async () => {
  const user = await sim.control('POST', 'users', { displayName: 'Mei', language: 'zh-TW' });
  expect(user).toMatchObject({ status: 201, body: { displayName: 'Mei', friendship: 'friend' } });
  const group = await sim.control('POST', 'groups', { memberIds: [user.body.userId] });
  expect(group).toMatchObject({ status: 201, body: { kind: 'group', botIsIn: true } });
  const said = await sim.control('POST', 'events', {
    userId: user.body.userId,
    chatId: group.body.groupId,
    type: 'text',
    text: 'hello',
  });
  expect(said).toMatchObject({ status: 200, body: { reason: 'ok', attempts: 1 } });
  const chat = await sim.control('GET', `chats/${group.body.groupId}`);
  expect(chat.body.items).toMatchObject([{ from: 'user', message: { text: 'hello' } }]);
});

test('a button that is not on screen is answered with 409', async () => {
  expect(await sim.control('POST', 'events', { userId: sim.line.userId, type: 'postback', data: 'x' })).toEqual({
    status: 409,
    body: { message: 'No button with the data "x" is on screen.' },
  });
});

const nobody = `U${'0'.repeat(32)}`;
const hello = { userId: nobody, type: 'text', text: 'hello' };
const types = 'text, location, postback, sticker, image, video, audio, unsend, follow, unfollow, join, leave';

test.each([
  ['events', { type: 'text', text: 'who?' }, 'userId must be U and 32 hexadecimal digits.'],
  ['events', { userId: nobody, type: 'dance' }, `type must be one of ${types}.`],
  ['events', { userId: nobody, type: 'text' }, 'text is missing.'],
  ['events', { userId: nobody, type: 'text', text: 'x', texts: [] }, 'The body has an unknown field "texts".'],
  ['events', { userId: nobody, chatId: 'C1', type: 'join' }, 'chatId must be U, C or R and 32 hexadecimal digits.'],
  ['events', { events: { userId: nobody, type: 'follow' } }, 'events must be an array.'],
  ['events', { events: [], userId: nobody }, 'The body has an unknown field "userId".'],
  [
    'events',
    {
      events: [
        { userId: nobody, type: 'follow' },
        { userId: nobody, type: 'text', text: '' },
      ],
    },
    'events[1].text must have at least 1 character.',
  ],
  ['events', { events: Array.from({ length: 101 }, () => hello) }, 'events must have at most 100 entries.'],
  ['users', { friendship: 'enemy' }, 'friendship must be one of friend, blocked, never-friend, deleted.'],
  ['groups', { memberIds: [] }, 'memberIds must have at least 1 entry.'],
  ['groups', { memberIds: [nobody, 'me'] }, 'memberIds[1] must be U and 32 hexadecimal digits.'],
  ['quota', {}, 'limit is missing.'],
  ['events/raw', { event: 'no' }, 'event must be an object.'],
])('bad input to %s is answered with 400 and a sentence: %j', async (path, body, message) => {
  expect(await sim.control('POST', path, body)).toEqual({ status: 400, body: { message } });
  expect(webhook.received).toEqual([]);
});

test('a group of people who are not there is answered with 409', async () => {
  expect(await sim.control('POST', 'groups', { memberIds: [nobody] })).toEqual({
    status: 409,
    body: { message: `There is no user ${nobody}.` },
  });
});

test('people are listed, the first friend of the bot before those who were added', async () => {
  const { body: added } = await sim.control('POST', 'users', {});
  expect(await sim.control('GET', 'users')).toEqual({
    status: 200,
    body: { users: [expect.objectContaining({ userId: sim.line.userId }), added] },
  });
});

describe('several events', () => {
  const groupId = `C${'1'.repeat(32)}`;

  test('come in one body, in order, each with an id and a reply token of its own', async () => {
    const { userId } = sim.line;
    const { userId: other } = sim.line.addUser({});
    sim.line.addGroup({ groupId, memberIds: [other] });
    const { status, body } = await sim.control('POST', 'events', {
      events: [
        { userId, type: 'text', text: 'one' },
        { userId: other, chatId: groupId, type: 'text', text: 'two' },
        { userId, type: 'unfollow' },
      ],
    });
    expect(webhook.received).toHaveLength(1);
    const sent = webhook.events();
    expect(sent).toMatchObject([
      { type: 'message', message: { text: 'one' }, source: { type: 'user', userId } },
      { type: 'message', message: { text: 'two' }, source: { type: 'group', groupId, userId: other } },
      { type: 'unfollow' },
    ]);
    const webhookEventIds = sent.map((event: { webhookEventId: string }) => event.webhookEventId);
    expect(new Set(webhookEventIds).size).toBe(3);
    expect({ status, body }).toEqual({
      status: 200,
      body: { webhookEventIds, status: 200, reason: 'ok', attempts: 1 },
    });
    await sim.bot.replyMessage({ replyToken: sent[1].replyToken, messages: [text('to the group')] });
    expect(sim.line.chat(groupId).items).toMatchObject([{ from: 'user' }, { from: 'bot', via: 'reply' }]);
  });

  test('of which one cannot be done end there, and those before it are delivered', async () => {
    const { userId } = sim.line;
    const events = [{ type: 'text', text: 'one' }, { type: 'follow' }, { type: 'sticker' }];
    const answer = await sim.control('POST', 'events', { events: events.map((event) => ({ userId, ...event })) });
    expect(answer).toEqual({
      status: 409,
      body: {
        message: 'events[1]: This person is a friend of the bot already. What comes before it was done and delivered.',
      },
    });
    expect(webhook.events()).toMatchObject([{ message: { text: 'one' } }]);
    expect(sim.line.chat(userId).items).toHaveLength(1);
  });

  test('of which the first cannot be done deliver nothing', async () => {
    const events = [{ userId: sim.line.userId, type: 'follow' }];
    expect(await sim.control('POST', 'events', { events })).toEqual({
      status: 409,
      body: { message: 'events[0]: This person is a friend of the bot already.' },
    });
    expect(webhook.received).toEqual([]);
  });

  test('that are none make the signed empty body of the "Verify" button', async () => {
    expect(await sim.control('POST', 'events', { events: [] })).toEqual({
      status: 200,
      body: { webhookEventIds: [], status: 200, reason: 'ok', attempts: 1 },
    });
    const [{ body, headers } = { body: '', headers: {} }] = webhook.received;
    expect(JSON.parse(body)).toEqual({ destination: sim.line.botUserId, events: [] });
    expect(validateSignature(body, sim.line.channelSecret, String(headers['x-line-signature']))).toBe(true);
  });
});

test('a delivery without an answer has the status null', async () => {
  await webhook.close();
  const { body } = await sim.control('POST', 'events', { userId: sim.line.userId, type: 'sticker' });
  expect(body).toMatchObject({ status: null, reason: 'could_not_connect' });
});

test('the quota is set', async () => {
  await sim.control('POST', 'quota', { limit: 10, used: 10 });
  expect(await refusal(sim.bot.pushMessage({ to: sim.line.userId, messages: [text('x')] }))).toMatchObject({
    status: 429,
  });
  await sim.control('POST', 'quota', { limit: null });
  await sim.bot.pushMessage({ to: sim.line.userId, messages: [text('x')] });
});

const push = () => sim.bot.pushMessage({ to: sim.line.userId, messages: [text('x')] });

const shown = () => sim.line.chat(sim.line.userId).items.length;

describe('a fault', () => {
  test('after the message was accepted leaves it in the chat', async () => {
    const effect = { kind: 'behaviour', name: 'accepted-then-500' };
    expect((await sim.control('POST', 'faults', { route: 'push', effect })).status).toBe(201);
    expect(await refusal(push())).toMatchObject({ status: 500 });
    expect(shown()).toBe(1);
    await push();
  });

  test('before the message was accepted leaves the chat empty', async () => {
    await sim.control('POST', 'faults', { route: 'push', effect: { kind: 'status', status: 500 } });
    expect(await refusal(push())).toMatchObject({ status: 500 });
    expect(shown()).toBe(0);
  });

  test('can drop the connection after the message was accepted', async () => {
    await sim.control('POST', 'faults', { route: 'push', effect: { kind: 'lost-answer' } });
    await expect(push()).rejects.toThrow('fetch failed');
    expect(shown()).toBe(1);
  });

  test.each([
    ['rate-limited', 'The API rate limit has been exceeded. Try again later.'],
    ['monthly-limit', 'You have reached your monthly limit.'],
  ])('%s is a 429 of its kind', async (name, message) => {
    await sim.control('POST', 'faults', { route: 'push', effect: { kind: 'behaviour', name } });
    expect(await refusal(push())).toMatchObject({ status: 429, body: { message } });
    await push();
  });
});

describe('a raw event', () => {
  test('replaces, adds and removes properties of a default event', async () => {
    const event = { type: 'unheardOf', webhookEventId: 'E1', replyToken: null, extra: { a: 1 } };
    const { body } = await sim.control('POST', 'events/raw', { event, times: 2 });
    const delivery = { webhookEventId: 'E1', status: 200, reason: 'ok', attempts: 1 };
    expect(body).toEqual({ deliveries: [delivery, delivery] });
    expect(webhook.events()).toHaveLength(2);
    expect(webhook.events()[1]).toEqual({
      type: 'unheardOf',
      mode: 'active',
      timestamp: sim.clock.nowMs(),
      webhookEventId: 'E1',
      deliveryContext: { isRedelivery: false },
      source: { type: 'user', userId: sim.line.userId },
      extra: { a: 1 },
    });
  });

  test.each(['wrong', 'missing', 'none-of-base64'])('can have a signature that is %s', async (signature) => {
    await sim.control('POST', 'events/raw', { event: {} });
    await sim.control('POST', 'events/raw', { event: {}, signature });
    const [right, wrong] = webhook.received.map(({ headers }) => headers['x-line-signature']);
    expect(right).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(wrong === undefined).toBe(signature === 'missing');
    expect(/^[A-Za-z0-9+/]{43}=$/.test(String(wrong))).toBe(signature === 'wrong');
  });

  test('has a reply token that works', async () => {
    await sim.control('POST', 'events/raw', { event: { replyToken: 'my-own' } });
    await sim.bot.replyMessage({ replyToken: 'my-own', messages: [text('ok')] });
    expect(sim.line.chat(sim.line.userId).items).toMatchObject([{ via: 'reply' }]);
  });
});

test('reset forgets everything but the channel and the first person', async () => {
  await sim.bot.pushMessage({ to: sim.line.userId, messages: [text('x')] });
  await sim.control('POST', 'users', {});
  await sim.control('POST', 'reset');
  expect(sim.line.webhookUrl()).toBe(webhook.url);
  expect(sim.line.users().map((user) => user.userId)).toEqual([sim.line.userId]);
  expect(sim.line.chat(sim.line.userId).items).toEqual([]);
  expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 0 });
});

test('the journal holds the API calls with credentials taken out, and no control calls', async () => {
  await sim.bot.getBotInfo();
  await sim.control('GET', 'faults');
  const { body } = await sim.control('GET', 'journal');
  expect(body.entries).toMatchObject([
    { side: 'line', route: 'info', status: 200, requestHeaders: { authorization: '(redacted)' } },
  ]);
});
