import { randomUUID } from 'node:crypto';
import { clientOf, refusal, startLine, startWebhook, text, withButton } from '../support/line-simulator.ts';

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

async function replyToken(): Promise<string> {
  await sim.line.act({ userId: sim.line.userId, type: 'text', text: 'ramen' });
  return webhook.events().at(-1).replyToken;
}

describe('push', () => {
  test('gives one id and quote token for each message and shows the messages', async () => {
    const { sentMessages } = await sim.bot.pushMessage({
      to: sim.line.userId,
      messages: [text('a'), { type: 'location', title: 't', address: 'x', latitude: 1, longitude: 2 }],
    });
    expect(sentMessages).toEqual([
      { id: expect.stringMatching(/^\d{18}$/), quoteToken: expect.any(String) },
      { id: expect.stringMatching(/^\d{18}$/) },
    ]);
    expect(sim.line.chat(sim.line.userId).items).toMatchObject([
      { id: sentMessages[0]?.id, from: 'bot', via: 'push', message: { text: 'a' } },
      { from: 'bot', via: 'push', message: { type: 'location' } },
    ]);
  });

  test('with a key that was accepted answers 409 with the first request id and the first messages', async () => {
    const key = randomUUID();
    const request = { to: sim.line.userId, messages: [text('once')] };
    const first = await sim.bot.pushMessageWithHttpInfo(request, key);
    const { status, headers, body } = await refusal(sim.bot.pushMessage(request, key));
    expect(status).toBe(409);
    expect(headers.get('x-line-accepted-request-id')).toBe(first.httpResponse.headers.get('x-line-request-id'));
    expect(headers.get('x-line-request-id')).not.toBe(first.httpResponse.headers.get('x-line-request-id'));
    expect(body).toEqual({
      message: 'The retry key is already accepted',
      sentMessages: first.body.sentMessages,
    });
    expect(sim.line.chat(sim.line.userId).items).toHaveLength(1);
  });

  test('with a key is a new request after 24 hours', async () => {
    const key = randomUUID();
    const request = { to: sim.line.userId, messages: [text('again')] };
    await sim.bot.pushMessage(request, key);
    await sim.clock.advance(24 * 60 * 60 * 1000);
    await sim.bot.pushMessage(request, key);
    expect(sim.line.chat(sim.line.userId).items).toHaveLength(2);
  });

  test('with a key that was refused sends on the next try', async () => {
    const key = randomUUID();
    expect(await refusal(sim.bot.pushMessage({ to: sim.line.userId, messages: [text('')] }, key))).toMatchObject({
      status: 400,
    });
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [text('now')] }, key);
    expect(sim.line.chat(sim.line.userId).items).toHaveLength(1);
  });

  test.each(['no-uuid', '123'])('refuses the retry key %s', async (key) => {
    const request = { to: sim.line.userId, messages: [text('x')] };
    expect(await refusal(sim.bot.pushMessage(request, key))).toMatchObject({ status: 400 });
  });

  test('refuses ids that are malformed and ids that are not known', async () => {
    const messages = [text('x')];
    expect((await refusal(sim.bot.pushMessage({ to: 'U1', messages }))).body).toEqual({
      message: "The property, 'to', in the request body is invalid (line: -, column: -)",
    });
    expect((await refusal(sim.bot.pushMessage({ to: `U${'0'.repeat(32)}`, messages }))).body).toEqual({
      message: 'Failed to send messages',
    });
    expect((await refusal(sim.bot.pushMessage({ to: '', messages }))).body).toEqual({
      message: 'The request body has 1 error(s)',
      details: [{ message: 'May not be empty', property: 'to' }],
    });
  });

  test('to a person who has blocked the bot is accepted, shown as not delivered and not counted', async () => {
    await sim.line.act({ userId: sim.line.userId, type: 'unfollow' });
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [text('hello?')] });
    expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 0 });
    expect(sim.line.chat(sim.line.userId).items.at(-1)).toMatchObject({
      from: 'notice',
      message: { text: 'Not delivered (blocked)' },
    });
  });

  test('reaches a person who is no friend for seven days after their message', async () => {
    const { userId } = sim.line.addUser({ friendship: 'never-friend' });
    await sim.line.act({ userId, type: 'text', text: 'hi' });
    await sim.bot.pushMessage({ to: userId, messages: [text('1')] });
    await sim.clock.advance(7 * 24 * 60 * 60 * 1000 + 1);
    await sim.bot.pushMessage({ to: userId, messages: [text('2')] });
    expect(sim.line.chat(userId).items.map((item) => item.from)).toEqual(['user', 'bot', 'notice']);
  });

  test('to a group counts its members', async () => {
    const other = sim.line.addUser({});
    const { groupId } = sim.line.addGroup({ memberIds: [sim.line.userId, other.userId] });
    await sim.bot.pushMessage({ to: groupId, messages: [text('all'), text('of you')] });
    expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 2 });
  });

  test('answers 429 once the month is used up, and works again in the next month', async () => {
    sim.line.setQuota({ limit: 1 });
    const request = { to: sim.line.userId, messages: [text('x')] };
    await sim.bot.pushMessage(request);
    expect(await refusal(sim.bot.pushMessage(request))).toMatchObject({
      status: 429,
      body: { message: 'You have reached your monthly limit.' },
    });
    await sim.bot.replyMessage({ replyToken: await replyToken(), messages: [text('still works')] });
    await sim.clock.advance(31 * 24 * 60 * 60 * 1000);
    await sim.bot.pushMessage(request);
    expect(await sim.bot.getMessageQuota()).toEqual({ type: 'limited', value: 1 });
    sim.line.setQuota({ limit: undefined });
    expect(await sim.bot.getMessageQuota()).toEqual({ type: 'none' });
  });

  test('answers 429 when the bucket of an endpoint is empty', async () => {
    const lists = Array.from({ length: 10 }, async () => sim.bot.getRichMenuList());
    await Promise.all(lists);
    expect(await refusal(sim.bot.getRichMenuList())).toMatchObject({
      status: 429,
      body: { message: 'The API rate limit has been exceeded. Try again later.' },
    });
    await sim.clock.advance(100);
    await sim.bot.getRichMenuList();
  });
});

describe('reply', () => {
  test('works once, is not counted, and its token is not burnt by an invalid message', async () => {
    const token = await replyToken();
    expect(await refusal(sim.bot.replyMessage({ replyToken: token, messages: [text('')] }))).toMatchObject({
      status: 400,
    });
    const { sentMessages } = await sim.bot.replyMessage({ replyToken: token, messages: [text('here')] });
    expect(sentMessages).toHaveLength(1);
    expect(await refusal(sim.bot.replyMessage({ replyToken: token, messages: [text('again')] }))).toMatchObject({
      status: 400,
      body: { message: 'Invalid reply token' },
    });
    expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 0 });
    expect(sim.line.chat(sim.line.userId).items.at(-1)).toMatchObject({ via: 'reply', message: { text: 'here' } });
  });

  test('works for a minute', async () => {
    const [first, second] = [await replyToken(), await replyToken()];
    await sim.clock.advance(60_000);
    await sim.bot.replyMessage({ replyToken: first, messages: [text('just in time')] });
    await sim.clock.advance(1);
    expect(await refusal(sim.bot.replyMessage({ replyToken: second, messages: [text('late')] }))).toMatchObject({
      body: { message: 'Invalid reply token' },
    });
  });

  test('with a retry key is refused', async () => {
    const response = await fetch(`${sim.line.url}/v2/bot/message/reply`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sim.line.channelAccessToken}`,
        'content-type': 'application/json',
        'x-line-retry-key': randomUUID(),
      },
      body: JSON.stringify({ replyToken: await replyToken(), messages: [text('x')] }),
    });
    expect(response.status).toBe(400);
  });
});

describe('multicast and broadcast', () => {
  test('reach people and count each of them', async () => {
    const other = sim.line.addUser({});
    await sim.bot.multicast({ to: [sim.line.userId, other.userId], messages: [text('m')] });
    await sim.bot.broadcast({ messages: [text('b')] }, randomUUID());
    expect(sim.line.chat(other.userId).items.map((item) => item.via)).toEqual(['multicast', 'broadcast']);
    expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 4 });
    expect((await refusal(sim.bot.multicast({ to: [sim.line.userId, 'C1'], messages: [text('m')] }))).body).toEqual({
      message: 'The property, to[1], in the request body is invalid (line: -, column: -)',
    });
    expect(await sim.bot.getNumberOfSentPushMessages('20260101')).toEqual({ status: 'ready', success: 0 });
  });
});

describe('chat', () => {
  test('loading is answered with 202 and shown until the next message of the bot', async () => {
    const { httpResponse, body } = await sim.bot.showLoadingAnimationWithHttpInfo({
      chatId: sim.line.userId,
      loadingSeconds: 60,
    });
    expect([httpResponse.status, body]).toEqual([202, {}]);
    expect(sim.line.chat(sim.line.userId).loadingUntilMs).toBe(sim.clock.nowMs() + 60_000);
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [text('done')] });
    expect(sim.line.chat(sim.line.userId).loadingUntilMs).toBeUndefined();
  });

  test('loading ends by itself and tells the subscribers', async () => {
    await sim.bot.showLoadingAnimation({ chatId: sim.line.userId });
    const changes: string[] = [];
    sim.line.subscribe((chatId) => changes.push(chatId));
    await sim.clock.advance(20_000);
    expect(changes).toEqual([sim.line.userId]);
    expect(sim.line.chat(sim.line.userId).loadingUntilMs).toBeUndefined();
  });

  test.each([
    [{ loadingSeconds: 65 }, [['loadingSeconds', 'Must be between 5 and 60']]],
    [{ loadingSeconds: 7 }, [['loadingSeconds', 'must be a multiple of five']]],
    [
      { loadingSeconds: 3 },
      [
        ['loadingSeconds', 'Must be between 5 and 60'],
        ['loadingSeconds', 'must be a multiple of five'],
      ],
    ],
    [{ chatId: `C${'0'.repeat(32)}` }, [['chatId', expect.stringContaining('Only user id is acceptable')]]],
  ])('loading refuses %j', async (wrong, details) => {
    const answer = await refusal(sim.bot.showLoadingAnimation({ chatId: sim.line.userId, ...wrong }));
    expect(answer.status).toBe(400);
    expect(answer.body.details.map((d: Record<string, string>) => [d.property, d.message])).toEqual(details);
  });

  test('a new message of anyone takes the quick replies away', async () => {
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [withButton('a'), text('last')] });
    expect(sim.line.chat(sim.line.userId).quickReplies).toEqual([]);
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [withButton('b')] });
    expect(sim.line.chat(sim.line.userId).quickReplies).toMatchObject([{ action: { type: 'postback', data: 'b' } }]);
    await sim.line.act({ userId: sim.line.userId, type: 'sticker' });
    expect(sim.line.chat(sim.line.userId).quickReplies).toEqual([]);
  });

  test('marks as read with a token out of a webhook only', async () => {
    await replyToken();
    const { markAsReadToken } = webhook.events()[0].message;
    expect(await sim.bot.markMessagesAsReadByToken({ markAsReadToken })).toEqual({});
    expect(await refusal(sim.bot.markMessagesAsReadByToken({ markAsReadToken: 'x' }))).toMatchObject({ status: 400 });
  });
});

const post = (contentType: string, body: string) =>
  fetch(`${sim.line.url}/v2/bot/message/push`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sim.line.channelAccessToken}`, 'content-type': contentType },
    body,
  });

describe('profiles and tokens', () => {
  test('a profile has a language once the person has consented', async () => {
    const shy = sim.line.addUser({ displayName: 'Shy' });
    expect(await sim.bot.getProfile(sim.line.userId)).toMatchObject({ displayName: 'Alex', language: 'en' });
    expect(await sim.bot.getProfile(shy.userId)).toEqual({ userId: shy.userId, displayName: 'Shy' });
    sim.line.faults.add({ route: 'profile', effect: { kind: 'behaviour', name: 'no-language' } });
    expect(await sim.bot.getProfile(sim.line.userId)).not.toHaveProperty('language');
  });

  test('a profile is not found for unknown people, strangers and those who have blocked the bot', async () => {
    const blocked = sim.line.addUser({ friendship: 'blocked' });
    const stranger = sim.line.addUser({ friendship: 'never-friend' });
    for (const userId of [blocked.userId, stranger.userId, `U${'0'.repeat(32)}`]) {
      expect(await refusal(sim.bot.getProfile(userId))).toMatchObject({ status: 404, body: { message: 'Not found' } });
    }
    expect(await refusal(sim.bot.getProfile('me'))).toMatchObject({ status: 400 });
  });

  test('an unknown access token is answered with 401, an unknown path with 404', async () => {
    const stranger = clientOf(sim.line.url, 'wrong');
    expect(await refusal(stranger.getBotInfo())).toMatchObject({
      status: 401,
      body: { message: expect.stringContaining('Authentication failed') },
    });
    const response = await fetch(`${sim.line.url}/v2/bot/nothing`);
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not found' }]);
    expect(response.headers.get('x-line-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a body that is no JSON, of another type or too large is refused', async () => {
    expect((await post('application/json', '{"to":')).status).toBe(400);
    expect((await post('text/plain', '{}')).status).toBe(415);
    expect((await post('application/json', ' '.repeat(2 * 1024 * 1024 + 1))).status).toBe(413);
  });

  test('groups tell their members until the bot has left', async () => {
    const { groupId } = sim.line.addGroup({ name: 'Lunch', memberIds: [sim.line.userId] });
    expect(await sim.bot.getGroupSummary(groupId)).toEqual({ groupId, groupName: 'Lunch' });
    expect(await sim.bot.getGroupMemberCount(groupId)).toEqual({ count: 1 });
    expect(await sim.bot.getGroupMemberProfile(groupId, sim.line.userId)).toEqual({
      userId: sim.line.userId,
      displayName: 'Alex',
    });
    await sim.bot.leaveGroup(groupId);
    expect(await refusal(sim.bot.getGroupSummary(groupId))).toMatchObject({ status: 404 });
    expect(await refusal(sim.bot.pushMessage({ to: groupId, messages: [text('x')] }))).toMatchObject({
      body: { message: 'Failed to send messages' },
    });
  });
});
