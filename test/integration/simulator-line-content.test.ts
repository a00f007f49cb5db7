import { callerOf } from '../support/line-api.ts';
import { startLine, startWebhook } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;
let webhook: Awaited<ReturnType<typeof startWebhook>>;

beforeEach(async () => {
  webhook = await startWebhook();
  sim = await startLine({ webhookUrl: webhook.url, contentPreparationMs: 3000 });
});

afterEach(async () => {
  await sim.line.close();
  await webhook.close();
});

/** Sends a message of a kind and asks for its content, preview or transcoding status. */
async function sent(type: 'image' | 'video' | 'audio' | 'text') {
  const { userId } = sim.line;
  await sim.line.act(type === 'text' ? { userId, type, text: 'hi' } : { userId, type });
  const { id } = webhook.events().at(-1).message;
  return { id, get: (end = '') => callerOf(sim)('GET', `/v2/bot/message/${id}/content${end}`) };
}

test('a picture is there at once, and its preview', async () => {
  const { get } = await sent('image');
  for (const end of ['', '/preview']) {
    const answer = await get(end);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(answer.text.slice(1, 4)).toBe('PNG');
  }
});

test.each(['video', 'audio'] as const)('%s is prepared first, which its status tells', async (type) => {
  const { get } = await sent(type);
  expect(await get()).toMatchObject({ status: 202, body: {} });
  expect(await get('/transcoding')).toMatchObject({ status: 200, body: { status: 'processing' } });
  await sim.clock.advance(3000);
  expect(await get('/transcoding')).toMatchObject({ status: 200, body: { status: 'succeeded' } });
  const answer = await get();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    type === 'video' ? 'video/mp4' : 'audio/x-m4a',
  ]);
  expect(answer.text).toContain('ftyp');
});

test('a preview is for pictures and videos, a transcoding status for video and audio', async () => {
  expect((await (await sent('video')).get('/preview')).status).toBe(200);
  expect(await (await sent('audio')).get('/preview')).toMatchObject({
    status: 400,
    body: { message: 'The content can not be previewed' },
  });
  expect(await (await sent('image')).get('/transcoding')).toMatchObject({
    status: 400,
    body: { message: "Transcoding status doesn't support this type of content" },
  });
});

test('a message that is not known, has no content or is of the bot is not found', async () => {
  const { sentMessages } = await sim.bot.pushMessage({
    to: sim.line.userId,
    messages: [{ type: 'image', originalContentUrl: 'https://e.com/a', previewImageUrl: 'https://e.com/a' }],
  });
  const ids = ['600000000000000001', 'no-number', (await sent('text')).id, sentMessages[0]?.id];
  for (const id of ids) {
    for (const end of ['', '/preview', '/transcoding']) {
      const answer = await callerOf(sim)('GET', `/v2/bot/message/${id}/content${end}`);
      expect([answer.status, answer.body]).toEqual([404, { message: 'not found' }]);
    }
  }
});

test('the content of an unsent message is gone', async () => {
  const { id, get } = await sent('video');
  await sim.line.act({ userId: sim.line.userId, type: 'unsend', messageId: id });
  for (const end of ['', '/preview', '/transcoding']) {
    expect(await get(end)).toMatchObject({ status: 410, body: { message: 'The content is gone' } });
  }
});
