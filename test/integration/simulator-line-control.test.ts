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

test.each([
  ['events', { type: 'text', text: 'who?' }],
  ['events', { userId: 'U1', type: 'dance' }],
  ['users', { friendship: 'enemy' }],
  ['groups', { memberIds: [`U${'0'.repeat(32)}`] }],
  ['clock', { advanceSeconds: -1 }],
  ['quota', {}],
  ['faults', { route: 'push', effect: { kind: 'earthquake' } }],
  ['events/raw', { event: 'no' }],
])('bad input to %s is answered with 400 and a sentence: %j', async (path, body) => {
  expect(await sim.control('POST', path, body)).toEqual({
    status: 400,
    body: { message: expect.stringMatching(/\w+ /) },
  });
});

test('the clock is moved and stopped', async () => {
  const before = sim.clock.nowMs();
  expect((await sim.control('POST', 'clock', { advanceSeconds: 61 })).body).toEqual({ nowMs: before + 61_000 });
  expect((await sim.control('POST', 'clock', { freeze: true })).status).toBe(200);
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

  test('is listed and cleared', async () => {
    const fault = { route: '*', effect: { kind: 'html' }, probability: 1 };
    await sim.control('POST', 'faults', fault);
    expect((await sim.control('GET', 'faults')).body).toEqual([fault]);
    await sim.control('DELETE', 'faults');
    await push();
  });
});

describe('a raw event', () => {
  test('replaces, adds and removes properties of a default event', async () => {
    const event = { type: 'unheardOf', webhookEventId: 'E1', replyToken: null, extra: { a: 1 } };
    await sim.control('POST', 'events/raw', { event, times: 2 });
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
  await sim.control('POST', 'faults', { route: '*', effect: { kind: 'html' } });
  await sim.control('POST', 'reset');
  expect((await sim.control('GET', 'journal')).body).toEqual([]);
  expect(sim.line.users().map((user) => user.userId)).toEqual([sim.line.userId]);
  expect(sim.line.chat(sim.line.userId).items).toEqual([]);
  expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 0 });
});

test('the journal holds the API calls with credentials taken out, and no control calls', async () => {
  await sim.bot.getBotInfo();
  await sim.control('GET', 'faults');
  const { body } = await sim.control('GET', 'journal');
  expect(body).toMatchObject([
    { side: 'line', route: 'info', status: 200, requestHeaders: { authorization: '(redacted)' } },
  ]);
});
