import { startLine, text } from '../support/line-simulator.ts';

const dayMs = 24 * 60 * 60 * 1000;

let sim: Awaited<ReturnType<typeof startLine>>;

beforeEach(async () => {
  sim = await startLine();
});

afterEach(() => sim.line.close());

const today = () => new Date(sim.clock.nowMs() + 9 * 60 * 60 * 1000).toISOString().slice(0, 10).replaceAll('-', '');

async function call(method: string, path: string) {
  const headers = { authorization: `Bearer ${sim.line.channelAccessToken}` };
  const answer = await fetch(sim.line.url + path, { method, headers });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) };
}

test('friends are counted, and those who blocked the bot', async () => {
  for (const friendship of ['friend', 'blocked', 'never-friend'] as const) sim.line.addUser({ friendship });
  const date = today();
  expect(await sim.bot.getNumberOfFollowers(date)).toEqual({ status: 'unready' });
  await sim.clock.advance(dayMs);
  const counted = { status: 'ready', followers: 3, targetedReaches: 0, blocks: 1 };
  expect(await sim.bot.getNumberOfFollowers(date)).toEqual(counted);
  expect(await sim.bot.getNumberOfFollowers()).toEqual(counted);
  expect(await sim.bot.getNumberOfFollowers('20160101')).toEqual({ status: 'out_of_service' });
});

test('messages of a day are counted by kind', async () => {
  const date = today();
  await sim.bot.pushMessage({ to: sim.line.userId, messages: [text('a')] });
  await sim.bot.broadcast({ messages: [text('b')] });
  await sim.clock.advance(dayMs);
  expect(await sim.bot.getNumberOfMessageDeliveries(date)).toMatchObject({
    status: 'ready',
    apiPush: 1,
    apiBroadcast: 1,
    apiReply: 0,
  });
});

test('demographics are not available for so few', async () => {
  expect(await sim.bot.getFriendsDemographics()).toEqual({ available: false });
});

test.each([
  '/v2/bot/insight/followers?date=yesterday',
  '/v2/bot/insight/message/delivery',
  '/v2/bot/insight/message/delivery?date=2026-01-01',
])('%s is refused for its date', async (path) => {
  expect(await call('GET', path)).toMatchObject({ status: 400, body: { message: expect.stringContaining("'date'") } });
});

test('each link token is another one, for people that are there', async () => {
  const [first, second] = [
    await sim.bot.issueLinkToken(sim.line.userId),
    await sim.bot.issueLinkToken(sim.line.userId),
  ];
  expect(first.linkToken).toMatch(/^[\w-]{32}$/);
  expect(second.linkToken).not.toBe(first.linkToken);
  expect((await call('POST', '/v2/bot/user/somebody/linkToken')).status).toBe(400);
  expect((await call('POST', `/v2/bot/user/U${'0'.repeat(32)}/linkToken`)).status).toBe(404);
});

test.each([
  ['GET', '/v2/bot/insight/message/event?requestId=x'],
  ['GET', '/v2/bot/message/aggregation/info'],
  ['POST', '/v2/bot/audienceGroup/upload'],
  ['POST', '/bot/pnp/push'],
  ['GET', '/v2/bot/message/delivery/pnp?date=20260101'],
  ['POST', '/v2/bot/coupon'],
  ['GET', '/v2/bot/membership/list'],
  ['POST', '/v2/bot/message/markAsRead'],
  ['PUT', '/v2/bot/message/push'],
])('%s %s is not there, as LINE says it and the journal shows', async (method, path) => {
  const { status, headers, body } = await call(method, path);
  expect([status, body]).toEqual([404, { message: 'Not found' }]);
  expect(headers.get('x-line-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(sim.journal.entries()).toMatchObject([{ method, path, matched: false, status: 404 }]);
});
