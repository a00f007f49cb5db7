import { createClock } from '../../src/simulator/core/clock.ts';
import { createJournal } from '../../src/simulator/core/journal.ts';
import { startLineSimulator } from '../../src/simulator/line/start.ts';
import { startPhone } from '../../src/simulator/phone/start.ts';

let setup: Awaited<ReturnType<typeof start>>;

async function start() {
  const journal = createJournal();
  const line = await startLineSimulator({ port: 0, clock: createClock(), journal, seed: 1 });
  const links = [{ label: 'Temporal', url: 'http://127.0.0.1:8233' }];
  const phone = await startPhone({ port: 0, line, journal, links });
  return { journal, line, phone, url: phone.url, userId: line.userId };
}

beforeEach(async () => {
  setup = await start();
});

afterEach(async () => {
  await setup.phone.close();
  await setup.line.close();
});

async function get(path: string) {
  const response = await fetch(setup.url + path);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function post(path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(setup.url + path, { method: 'POST', headers, body: text });
  return { status: response.status, body: await response.json() };
}

/** Reads server-sent events until `count` have come. */
async function readEvents(response: Response, count: number): Promise<{ event: string; data: unknown }[]> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const events = [...text.matchAll(/event: (.+)\ndata: (.+)\n\n/g)];
    if (events.length >= count) {
      return events.map(([, event = '', data = '']) => ({ event, data: JSON.parse(data) }));
    }
  }
  throw new Error(`the stream ended after: ${text}`);
}

function addToJournal(path: string) {
  setup.journal.add({
    atMs: 1,
    side: 'gemini',
    method: 'POST',
    path,
    route: 'createBatch',
    matched: true,
    requestHeaders: { 'x-goog-api-key': '(redacted)' },
    requestBody: { big: 'body' },
    status: 200,
    responseBody: {},
  });
}

test('the page and its files allow no code from elsewhere', async () => {
  const page = await fetch(`${setup.url}/`);
  const html = await page.text();

  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(html).not.toMatch(/<script(?![^>]*src=)|\sstyle=|https?:\/\//);
});

test.each([
  ['/main.js', 'text/javascript; charset=utf-8'],
  ['/chat/chat.css', 'text/css; charset=utf-8'],
  ['/icon.svg', 'image/svg+xml'],
])('%s is served as it is', async (path, contentType) => {
  const response = await fetch(setup.url + path);

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(contentType);
});

test.each(['/tsconfig.json', '/..%2fstart.ts', '/nothing'])('%s is not there', async (path) => {
  expect(await get(path)).toMatchObject({ status: 404, body: { message: expect.stringContaining(path) } });
});

test('a text is in the chat, and the answer tells how the webhook went', async () => {
  const acted = await post('/api/actions', { userId: setup.userId, type: 'text', text: '<b>hello</b>' });
  const chat = await get(`/api/chat?chatId=${setup.userId}`);

  expect(acted).toMatchObject({ status: 200, body: { reason: 'not_sent', attempts: 0 } });
  expect(chat.body).toMatchObject({
    chatId: setup.userId,
    items: [{ from: 'user', message: { type: 'text', text: '<b>hello</b>' } }],
    quickReplies: [],
  });
});

test('a button that is not on screen is refused with a sentence', async () => {
  const acted = await post('/api/actions', { userId: setup.userId, type: 'postback', data: 'gone' });

  expect(acted).toEqual({ status: 409, body: { message: expect.stringContaining('on screen') } });
});

test.each([
  ['an unknown type', { type: 'shout' }, /^type: must be one of text, location/],
  ['a place that does not exist', { type: 'location', latitude: 91, longitude: 0 }, /^latitude: /],
  ['an unknown person', { userId: `U${'0'.repeat(32)}`, type: 'follow' }, /There is no person/],
])('%s is bad input', async (_what, action, message) => {
  const acted = await post('/api/actions', { userId: setup.userId, ...action });

  expect(acted).toEqual({ status: 400, body: { message: expect.stringMatching(message) } });
});

test.each(['{"type":', '[]', '"text"', ''])('a body that is no action is bad input: %j', async (body) => {
  expect(await post('/api/actions', body)).toEqual({ status: 400, body: { message: expect.any(String) } });
});

test.each(['/api/chat', '/api/chat?chatId=me', '/api/journal/first'])('%s is bad input', async (path) => {
  expect(await get(path)).toMatchObject({ status: 400, body: { message: expect.any(String) } });
});

test('a person added with a language is a friend of the bot', async () => {
  const added = await post('/api/users', { displayName: '美玲', language: 'zh-TW' });
  const users = await get('/api/users');

  expect(added).toMatchObject({ status: 201, body: { displayName: '美玲', language: 'zh-TW', friendship: 'friend' } });
  expect(users.body).toEqual([expect.objectContaining({ userId: setup.userId }), added.body]);
});

test('a language that is no language tag is bad input', async () => {
  const added = await post('/api/users', { language: 'not a tag' });

  expect(added).toEqual({ status: 400, body: { message: expect.stringContaining('BCP 47') } });
});

test('the journal is listed in short form, one entry is shown in full', async () => {
  addToJournal('/v1beta/models/x:batchGenerateContent');
  const list = await get('/api/journal');
  const entry = await get('/api/journal/1');
  const missing = await get('/api/journal/2');

  expect(list.body).toEqual([expect.objectContaining({ seq: 1, side: 'gemini', route: 'createBatch', status: 200 })]);
  expect(JSON.stringify(list.body)).not.toContain('requestBody');
  expect(entry.body).toMatchObject({ seq: 1, requestBody: { big: 'body' } });
  expect(missing).toMatchObject({ status: 404, body: { message: 'The journal has no entry 2.' } });
});

test('the links are those that were given', async () => {
  expect((await get('/api/links')).body).toEqual([{ label: 'Temporal', url: 'http://127.0.0.1:8233' }]);
});

test('the event stream tells of changed chats, steps of the timeline and new journal entries', async () => {
  const stream = await fetch(`${setup.url}/api/events`);
  const events = readEvents(stream, 3);
  await post('/api/actions', { userId: setup.userId, type: 'sticker' });
  addToJournal('/v1beta/batches');

  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(await events).toEqual([
    { event: 'chat', data: { chatId: setup.userId } },
    { event: 'step', data: expect.objectContaining({ from: 'api', to: 'gemini', journalSeq: 1 }) },
    { event: 'journal', data: expect.not.objectContaining({ requestBody: expect.anything() }) },
  ]);
});

test('closing ends the open event streams', async () => {
  const stream = await fetch(`${setup.url}/api/events`);
  await setup.phone.close();

  expect(await stream.text()).toContain('retry: 1000');
});
