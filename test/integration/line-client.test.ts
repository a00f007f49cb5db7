import { EventEmitter, once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLineClient } from '../../src/line/client.ts';
import { classifyLineError } from '../../src/line/errors.ts';

const userId = `U${'0'.repeat(32)}`;
const messages = [{ type: 'text' as const, text: 'hi' }];
const push = { to: userId, messages, retryKey: 'b3a1c1de-5b1f-4b0a-9a57-0d3c7a5f1e22' };
const reply = { replyToken: 'r', messages };
const sent = '{"sentMessages":[{"id":"461230966842064897","quoteToken":"q"}]}';

type Seen = { method?: string; url?: string; headers: IncomingHttpHeaders; body: string };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server that answers each request in the same way, and a client of it; `seen` holds what arrived. */
async function lineThat(answer: RequestListener, timeoutMs = 5000) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const line = createLineClient({ channelAccessToken: 'token', apiBaseUrl: url, dataApiBaseUrl: url, timeoutMs });
  return { line, seen, url };
}

const answering =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };

/** Sends the head of an answer and a part of its body, then drops the connection. */
const cutting =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-length': '100', ...headers });
    response.write('{"sentMes', () => setImmediate(() => response.destroy()));
  };

const failureOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: unknown) => classifyLineError(error),
  );

describe('an accepted send', () => {
  test('carries token and retry key, and gives the ids of request and messages', async () => {
    const { line, seen } = await lineThat(answering(200, sent, { 'x-line-request-id': 'req-1' }));
    expect(await line.push(push)).toEqual({
      status: 'accepted',
      requestId: 'req-1',
      sentMessageIds: ['461230966842064897'],
    });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/v2/bot/message/push',
        headers: { authorization: 'Bearer token', 'x-line-retry-key': push.retryKey },
      },
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ to: userId, messages });
  });

  test('of a reply has no retry key, which LINE would refuse there', async () => {
    const { line, seen } = await lineThat(answering(200, sent));
    await line.push(push);
    expect(await line.reply(reply)).toEqual({ requestId: undefined, sentMessageIds: ['461230966842064897'] });
    expect(seen[1]?.headers).not.toHaveProperty('x-line-retry-key');
  });

  test.each([
    ['is not JSON', answering(200, '{"sentMessages":[{"id"', { 'x-line-request-id': 'req-1' })],
    ['is empty', answering(200, '', { 'x-line-request-id': 'req-1' })],
    ['is a page', answering(200, '<html>', { 'x-line-request-id': 'req-1' })],
    ['has another shape', answering(202, '{"sentMessages":7}', { 'x-line-request-id': 'req-1' })],
    ['is cut', cutting(200, { 'x-line-request-id': 'req-1' })],
  ])('counts although its body %s', async (_what, answer) => {
    const { line } = await lineThat(answer);
    expect(await line.push(push)).toEqual({ status: 'accepted', requestId: 'req-1', sentMessageIds: [] });
    expect(await line.reply(reply)).toEqual({ requestId: 'req-1', sentMessageIds: [] });
  });

  test('counts although its body does not come in time', async () => {
    const { line } = await lineThat((_request, response) => {
      response.writeHead(200, { 'x-line-request-id': 'req-1' });
      response.write('{');
    }, 300);
    expect(await line.reply(reply)).toEqual({ requestId: 'req-1', sentMessageIds: [] });
  });
});

describe('a push whose retry key is known', () => {
  const headers = { 'x-line-request-id': 'req-2', 'x-line-accepted-request-id': 'req-1' };

  test('has been accepted, under the request id of then', async () => {
    const { line } = await lineThat(answering(409, `{"message":"already accepted",${sent.slice(1)}`, headers));
    expect(await line.push(push)).toEqual({
      status: 'already-accepted',
      requestId: 'req-1',
      sentMessageIds: ['461230966842064897'],
    });
  });

  test.each([
    ['says nothing', answering(409, '', headers)],
    ['is cut', cutting(409, headers)],
  ])('has been accepted even when the body %s', async (_what, answer) => {
    const { line } = await lineThat(answer);
    expect(await line.push(push)).toEqual({ status: 'already-accepted', requestId: 'req-1', sentMessageIds: [] });
  });
});

describe('a failing call', () => {
  test.each([
    ['an HTML 502', answering(502, '<html>502 Bad Gateway</html>', { 'content-type': 'text/html' }), 'LineServerError'],
    ['a 500', answering(500, '{"message":"Internal Server Error"}'), 'LineServerError'],
    ['a used reply token', answering(400, '{"message":"Invalid reply token"}'), 'LineInvalidReplyToken'],
    ['a refusal whose body is cut', cutting(400), 'LineBadRequest'],
    ['a wrong token', answering(401, '{"message":"Authentication failed"}'), 'LineUnauthorized'],
    ['the end of the quota', answering(429, '{"message":"You have reached your monthly limit."}'), 'LineMonthlyQuota'],
    ['a connection that is reset', (request) => request.socket.resetAndDestroy(), 'LineConnectionLost'],
    ['a connection that is closed', (request) => request.socket.destroy(), 'LineConnectionLost'],
  ] as [string, RequestListener, string][])('by %s', async (_what, answer, code) => {
    const { line } = await lineThat(answer);
    expect(await failureOf(line.reply(reply))).toMatchObject({ code });
    expect(await failureOf(line.push(push))).toMatchObject({ code });
  });

  test('by a port where nobody listens was never sent', async () => {
    const { line, url } = await lineThat(answering(200, sent));
    const gone = servers.pop();
    await new Promise((resolve) => gone?.close(resolve));
    expect(await failureOf(line.reply(reply))).toMatchObject({
      code: 'LineUnreachable',
      kind: 'retryable',
      sent: false,
    });
    const byName = createLineClient({
      channelAccessToken: 'token',
      apiBaseUrl: url.replace('127.0.0.1', 'localhost'),
      timeoutMs: 5000,
    });
    expect(await failureOf(byName.reply(reply))).toMatchObject({ code: 'LineUnreachable', sent: false });
  });
});

describe('the time of a call', () => {
  test('ends: what LINE has done then is unknown, and the request is given up', async () => {
    const closed: Promise<unknown>[] = [];
    const { line } = await lineThat((request) => {
      closed.push(new Promise((resolve) => request.socket.once('close', resolve)));
    }, 200);
    expect(await failureOf(line.reply(reply))).toMatchObject({ code: 'LineTimeout', kind: 'unknown', sent: 'maybe' });
    await Promise.all(closed);
    expect(closed).toHaveLength(1);
  });

  test('may be shorter for one call', async () => {
    const { line } = await lineThat(() => {}, 60_000);
    expect(await failureOf(line.getProfile(userId, { timeoutMs: 100 }))).toMatchObject({ code: 'LineTimeout' });
  });

  test('may be ended by the caller, for this call alone', async () => {
    const waiting: ServerResponse[] = [];
    const arrivals = new EventEmitter();
    const bothArrived = once(arrivals, 'both');
    const { line } = await lineThat((_request, response) => {
      if (waiting.push(response) === 2) arrivals.emit('both');
    });
    const leaving = new AbortController();
    const left = failureOf(line.push(push, { signal: leaving.signal }));
    const stayed = line.push(push, { signal: new AbortController().signal });
    await bothArrived;
    leaving.abort();
    expect(await left).toMatchObject({ code: 'LineAborted', sent: 'maybe' });
    for (const response of waiting) response.end(sent);
    expect(await stayed).toMatchObject({ status: 'accepted' });
  });

  test('of one call does not touch the fetch of others', async () => {
    const { line, url } = await lineThat((request, response) => {
      if (request.url === '/other') setTimeout(() => response.end('late but fine'), 400);
    }, 100);
    const other = fetch(`${url}/other`).then((response) => response.text());
    expect(await failureOf(line.push(push))).toMatchObject({ code: 'LineTimeout' });
    expect(await other).toBe('late but fine');
  });
});

const lineWithQuota = async (limit: string) =>
  lineThat((request, response) => {
    response.end(request.url?.endsWith('/consumption') ? '{"totalUsage":150}' : limit);
  });

describe('reads', () => {
  test('of a profile give the language and nothing else', async () => {
    const { line, seen } = await lineThat(
      answering(200, JSON.stringify({ userId, displayName: 'Ann', pictureUrl: 'x', language: 'ja' })),
    );
    expect(await line.getProfile(userId)).toEqual({ language: 'ja' });
    expect(seen[0]?.url).toBe(`/v2/bot/profile/${userId}`);
  });

  test('of a profile without consent give no language', async () => {
    const { line } = await lineThat(answering(200, JSON.stringify({ userId, displayName: 'Ann' })));
    expect(await line.getProfile(userId)).toEqual({});
  });

  test.each(['../message/quota', 'U123', '', `C${'0'.repeat(32)}`, `${userId}/x`])(
    'of a profile never leave for the id %j',
    async (id) => {
      const { line, seen } = await lineThat(answering(200, '{}'));
      expect(await failureOf(line.getProfile(id))).toMatchObject({ code: 'LineBadRequest', sent: false });
      expect(await failureOf(line.showLoading({ chatId: id, seconds: 20 }))).toMatchObject({ sent: false });
      expect(seen).toEqual([]);
    },
  );

  test.each(['null', '[]', '{"displayName":7}', 'not JSON'])('of the bot refuse %s', async (body) => {
    const { line } = await lineThat(answering(200, body));
    expect(await failureOf(line.getBotInfo())).toMatchObject({ code: 'LineUnreadableAnswer' });
  });

  test('of the quota tell limit and use', async () => {
    const limited = await lineWithQuota('{"type":"limited","value":200}');
    expect(await limited.line.getQuota()).toEqual({ limit: 200, used: 150 });
    const unlimited = await lineWithQuota('{"type":"none"}');
    expect(await unlimited.line.getQuota()).toEqual({ limit: undefined, used: 150 });
  });
});

test.each([
  [1, 5],
  [20, 20],
  [21, 25],
  [600, 60],
])('a loading animation of %i seconds is asked for as %i', async (seconds, loadingSeconds) => {
  const { line, seen } = await lineThat(answering(202, '{}'));
  await line.showLoading({ chatId: userId, seconds });
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ chatId: userId, loadingSeconds });
});

const client = (apiBaseUrl: string) => () => createLineClient({ channelAccessToken: 't', apiBaseUrl, timeoutMs: 1 });

test('a base URL with a path, which the SDK would drop, is refused', () => {
  expect(client('https://proxy.test/line')).toThrow(/must be an origin without a path/);
  expect(client('https://proxy.test/')).not.toThrow();
});
