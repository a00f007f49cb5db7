import { randomUUID } from 'node:crypto';
import { callerOf } from '../support/line-api.ts';
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

const dayMs = 24 * 60 * 60 * 1000;
const push = () => sim.bot.pushMessage({ to: sim.line.userId, messages: [text('x')] });
const monthly = { status: 429, body: { message: 'You have reached your monthly limit.' } };
const tooFast = { status: 429, body: { message: 'The API rate limit has been exceeded. Try again later.' } };

describe('the monthly quota', () => {
  test('is 200 at first, or none', async () => {
    expect(await sim.bot.getMessageQuota()).toEqual({ type: 'limited', value: 200 });
    sim.line.setQuota({ limit: undefined });
    expect(await sim.bot.getMessageQuota()).toEqual({ type: 'none' });
  });

  test('once used up refuses pushes until the next month, which begins at midnight UTC+9, while replies work', async () => {
    sim.line.setQuota({ limit: 1 });
    await push();
    expect(await refusal(push())).toMatchObject(monthly);
    await sim.line.act({ userId: sim.line.userId, type: 'text', text: 'hi' });
    await sim.bot.replyMessage({ replyToken: webhook.events()[0].replyToken, messages: [text('still works')] });
    expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 1 });
    const midnightMs = Date.parse('2026-05-31T15:00:00Z');
    await sim.clock.advance(midnightMs - 1 - sim.clock.nowMs());
    expect(await refusal(push())).toMatchObject(monthly);
    await sim.clock.advance(1);
    await push();
    expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 1 });
  });

  test('does not hold back what reaches nobody', async () => {
    sim.line.setQuota({ limit: 0 });
    const { userId } = sim.line.addUser({ friendship: 'blocked' });
    expect((await sim.bot.pushMessage({ to: userId, messages: [text('x')] })).sentMessages).toHaveLength(1);
  });
});

describe('the number of sent messages', () => {
  test('is told for a day once it is over, for each way of sending', async () => {
    await push();
    await sim.bot.multicast({ to: [sim.line.userId], messages: [text('x')] });
    await sim.bot.broadcast({ messages: [text('x')] });
    await sim.bot.broadcast({ messages: [text('x')] });
    await sim.line.act({ userId: sim.line.userId, type: 'text', text: 'hi' });
    await sim.bot.replyMessage({ replyToken: webhook.events()[0].replyToken, messages: [text('x')] });
    const today = '20260529';
    expect(await sim.bot.getNumberOfSentPushMessages(today)).toEqual({ status: 'unready' });
    await sim.clock.advance(dayMs);
    expect(await sim.bot.getNumberOfSentPushMessages(today)).toEqual({ status: 'ready', success: 1 });
    expect(await sim.bot.getNumberOfSentMulticastMessages(today)).toEqual({ status: 'ready', success: 1 });
    expect(await sim.bot.getNumberOfSentBroadcastMessages(today)).toEqual({ status: 'ready', success: 2 });
    expect(await sim.bot.getNumberOfSentReplyMessages(today)).toEqual({ status: 'ready', success: 1 });
    expect(await sim.bot.getNumberOfSentPushMessages('20180330')).toEqual({ status: 'out_of_service' });
    expect((await refusal(sim.bot.getNumberOfSentPushMessages('yesterday'))).body).toEqual({
      message: "The value for the 'date' parameter is invalid",
    });
  });
});

const nobody = `U${'0'.repeat(32)}`;
const hourMs = 60 * 60 * 1000;
const manyRequestsTimeoutMs = 180_000;

/** Limits of endpoints: so many requests, the time after which one more is let through, and a request. */
const limits: [name: string, most: number, refillMs: number, method: string, path: string, body?: unknown][] = [
  ['loading animation', 100, 10, 'POST', '/v2/bot/chat/loading/start', { chatId: nobody }],
  ['multicast', 200, 5, 'POST', '/v2/bot/message/multicast', {}],
  ['short-lived token', 370, 1000 / 370, 'POST', '/v2/oauth/accessToken'],
  ['broadcast', 60, hourMs / 60, 'POST', '/v2/bot/message/broadcast', {}],
  ['narrowcast', 60, hourMs / 60, 'POST', '/v2/bot/message/narrowcast', {}],
  ['test of the webhook', 60, hourMs / 60, 'POST', '/v2/bot/channel/webhook/test', { endpoint: 'no url' }],
  ['set webhook endpoint', 1000, 60, 'PUT', '/v2/bot/channel/webhook/endpoint', {}],
  ['get webhook endpoint', 1000, 60, 'GET', '/v2/bot/channel/webhook/endpoint'],
  ['list of rich menus', 10, 100, 'GET', '/v2/bot/richmenu/list'],
  ['create rich menu', 100, hourMs / 100, 'POST', '/v2/bot/richmenu', {}],
  ['delete rich menu', 100, hourMs / 100, 'DELETE', '/v2/bot/richmenu/richmenu-x'],
  ['delete alias', 100, hourMs / 100, 'DELETE', '/v2/bot/richmenu/alias/x'],
  ['batch of rich menus', 3, hourMs / 3, 'POST', '/v2/bot/richmenu/batch', {}],
  ['progress of a batch', 100, hourMs / 100, 'GET', '/v2/bot/richmenu/progress/batch?requestId=x'],
];

/** The answers to so many requests, a hundred at a time. */
async function manyOf(count: number, send: (index: number) => Promise<number>): Promise<number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent += 100) {
    const length = Math.min(100, count - sent);
    statuses.push(...(await Promise.all(Array.from({ length }, async (_, index) => send(sent + index)))));
  }
  return statuses;
}

describe('the rate limit', () => {
  test.each(limits)(
    'of %s is %i, refilled evenly',
    async (...[, most, refillMs, method, path, body]) => {
      const call = callerOf(sim);
      const send = async () => (await call(method, path, { body })).status;
      expect(await manyOf(most, send)).not.toContain(429);
      expect(await call(method, path, { body })).toMatchObject(tooFast);
      await sim.clock.advance(Math.ceil(refillMs));
      expect(await send()).not.toBe(429);
      expect(await send()).toBe(429);
    },
    manyRequestsTimeoutMs,
  );

  test(
    'of all others is 2,000 a second, for each endpoint on its own, whatever the parameters',
    async () => {
      const call = callerOf(sim);
      const profile = async (id: number) => (await call('GET', `/v2/bot/profile/${id}`)).status;
      expect(new Set(await manyOf(2000, profile))).toEqual(new Set([400]));
      expect(await profile(0)).toBe(429);
      expect((await call('GET', '/v2/bot/info')).status).toBe(200);
      await push();
    },
    manyRequestsTimeoutMs,
  );

  test('counts repeated requests that are answered with 409', async () => {
    const broadcast = (key: string) => refusal(sim.bot.broadcast({ messages: [text('x')] }, key));
    const key = randomUUID();
    await sim.bot.broadcast({ messages: [text('x')] }, key);
    for (let sent = 1; sent < 60; sent++) expect(await broadcast(key)).toMatchObject({ status: 409 });
    expect(await broadcast(randomUUID())).toMatchObject(tooFast);
    expect(await broadcast(key)).toMatchObject({ status: 409 });
  });

  test('counts refused requests', async () => {
    const call = callerOf(sim);
    const send = () => call('POST', '/v2/bot/richmenu/batch', { body: {} });
    expect([await send(), await send(), await send()].map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(await send()).toMatchObject(tooFast);
  });
});
