import { randomUUID } from 'node:crypto';
import { startWebhook } from '../support/line-simulator.ts';
import { type SimulateProcess, startSimulate } from '../support/simulate-process.ts';

const text = (content: string) => ({ type: 'text', text: content });

let bot: Awaited<ReturnType<typeof startWebhook>>;
let simulate: SimulateProcess;

beforeAll(async () => {
  bot = await startWebhook();
  simulate = await startSimulate(
    ...['--webhook-url', bot.url, '--refused-reply-uses-token', '--retry-key-scope', 'endpoint'],
    ...['--content-type-status', '400', '--stickers', 'any', '--account', 'unverified'],
    ...['--content-preparation-seconds', '60'],
  );
});

afterAll(async () => {
  await simulate.stop();
  await bot.close();
});

const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${simulate.ready.line}/v2/bot/message/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${simulate.ready.channelAccessToken}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return response.status;
};

test('a refused reply uses up its token', async () => {
  await simulate.control('line', 'POST', 'events', { userId: simulate.ready.userId, ...text('hi') });
  const { replyToken } = bot.events().at(-1);
  expect(await send('reply', { replyToken, messages: [text('')] })).toBe(400);
  expect(await send('reply', { replyToken, messages: [text('x')] })).toBe(400);
});

test('a retry key is known to its endpoint alone', async () => {
  const headers = { 'x-line-retry-key': randomUUID() };
  expect(await send('push', { to: simulate.ready.userId, messages: [text('x')] }, headers)).toBe(200);
  expect(await send('broadcast', { messages: [text('x')] }, headers)).toBe(200);
  expect(await send('broadcast', { messages: [text('x')] }, headers)).toBe(409);
});

test('another content type is 400, any sticker is taken, and lists of user ids are 403', async () => {
  expect(await send('push', {}, { 'content-type': 'text/plain' })).toBe(400);
  const sticker = { type: 'sticker', packageId: '1', stickerId: '1' };
  expect(await send('validate/push', { messages: [sticker] })).toBe(200);
  expect((await simulate.line('GET', '/v2/bot/followers/ids')).status).toBe(403);
});

test('a video is prepared for a minute', async () => {
  await simulate.control('line', 'POST', 'events', { userId: simulate.ready.userId, type: 'video' });
  const { id } = bot.events().at(-1).message;
  const status = async () => (await simulate.line('GET', `/v2/bot/message/${id}/content/transcoding`)).body.status;
  expect(await status()).toBe('processing');
  await simulate.control('line', 'POST', 'clock', { advanceSeconds: 60 });
  expect(await status()).toBe('succeeded');
});
