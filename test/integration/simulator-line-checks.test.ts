import { randomUUID } from 'node:crypto';
import { callerOf } from '../support/line-api.ts';
import { startLine, text } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;

beforeEach(async () => {
  sim = await startLine();
});

afterEach(() => sim.line.close());

const key = '123e4567-e89b-12d3-a456-426614174000';
const badFlex = { type: 'flex', altText: 'x', contents: { type: 'bubble' } };
const big = (bytes: number) => `{"to":"x","messages":[],"padding":"${'x'.repeat(bytes - 37)}"}`;

/** A push that goes wrong at every check, with ever more of it put right. */
async function pushWith(body: unknown, headers: Record<string, string | undefined> = {}) {
  const { status, body: answer } = await callerOf(sim)('POST', '/v2/bot/message/push', { body, headers });
  return [status, answer.message];
}

test('a request that is wrong in many ways is answered for the first: token, size, type, JSON, key, 409, rate, fields, message, recipient, quota', async () => {
  const { userId } = sim.line;
  sim.line.setQuota({ limit: 1 });
  await sim.bot.pushMessage({ to: userId, messages: [text('takes the quota and the key')] }, key);
  const tooBig = big(2 * 1024 * 1024 + 1);
  const noToken = { authorization: undefined, 'content-type': 'text/plain', 'x-line-retry-key': 'no-uuid' };
  const plain = { 'content-type': 'text/plain', 'x-line-retry-key': 'no-uuid' };
  expect(await pushWith(tooBig, noToken)).toEqual([401, expect.stringContaining('Authentication failed')]);
  expect(await pushWith(tooBig, plain)).toEqual([413, 'The request body is too large']);
  expect(await pushWith('{', plain)).toEqual([415, 'The content type, text/plain, is not supported']);
  expect(await pushWith('{', { 'x-line-retry-key': 'no-uuid' })).toEqual([
    400,
    expect.stringMatching(/^The request body could not be parsed as JSON \(line: \d+, column: \d+\)$/),
  ]);
  sim.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'rate-limited' } });
  const empty = { to: '', messages: [badFlex] };
  expect(await pushWith(empty, { 'x-line-retry-key': 'no-uuid' })).toEqual([
    400,
    'The value of the X-Line-Retry-Key header is invalid',
  ]);
  expect(await pushWith(empty, { 'x-line-retry-key': key })).toEqual([409, 'The retry key is already accepted']);
  expect(await pushWith(empty)).toEqual([429, 'The API rate limit has been exceeded. Try again later.']);
  expect(await pushWith(empty)).toEqual([400, 'The request body has 1 error(s)']);
  expect(await pushWith({ to: 'nobody', messages: [badFlex] })).toEqual([
    400,
    'A message (messages[0]) in the request body is invalid',
  ]);
  expect(await pushWith({ to: 'nobody', messages: [text('x')] })).toEqual([
    400,
    "The property, 'to', in the request body is invalid (line: -, column: -)",
  ]);
  expect(await pushWith({ to: userId, messages: [text('x')] })).toEqual([429, 'You have reached your monthly limit.']);
  expect(sim.line.chat(userId).items).toHaveLength(1);
});

test('a body of exactly 2 MB is read', async () => {
  expect(await pushWith(big(2 * 1024 * 1024))).toEqual([400, 'The request body has 1 error(s)']);
});

test('a content type that is not taken is 400 where that is set', async () => {
  const other = await startLine({ contentTypeStatus: 400 });
  const answer = await callerOf(other)('POST', '/v2/bot/message/push', {
    body: 'x',
    headers: { 'content-type': 'text/plain' },
  });
  expect([answer.status, answer.body.message]).toEqual([400, 'The content type, text/plain, is not supported']);
  await other.line.close();
});

test('a content type may have a charset', async () => {
  const headers = { 'content-type': 'application/json; charset=UTF-8' };
  expect((await pushWith({ to: sim.line.userId, messages: [text('x')] }, headers))[0]).toBe(200);
});

test('a property that is null counts as absent', async () => {
  const message = { ...text('x'), quickReply: null, sender: null };
  expect((await pushWith({ to: sim.line.userId, messages: [message], customAggregationUnits: null }))[0]).toBe(200);
});

test.each([
  ['POST', '/v2/bot/message/reply', { replyToken: 'x', messages: [text('x')] }],
  ['POST', '/v2/bot/chat/loading/start', { chatId: `U${'0'.repeat(32)}` }],
  ['POST', '/v2/bot/message/validate/push', { messages: [text('x')] }],
  ['GET', '/v2/bot/info', undefined],
  ['GET', `/v2/bot/profile/U${'0'.repeat(32)}`, undefined],
])('%s %s refuses a retry key', async (method, path, body) => {
  const headers = { 'x-line-retry-key': randomUUID() };
  const { status, body: answer } = await callerOf(sim)(method, path, { body, headers });
  expect(status).toBe(400);
  expect(answer.message).toContain('X-Line-Retry-Key');
});
