import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGeminiClient } from '../../src/gemini/client.ts';
import { createLineClient } from '../../src/line/client.ts';

/** Whoever the vendor's answers lead to. */
let thief: Server;
let vendor: Server;
let stolen: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  thief = createServer((request, response) => {
    stolen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.setHeader('content-type', 'application/json').end('{}');
  });
  vendor = createServer((request, response) => {
    request.resume();
    answer(request, response);
  });
  for (const server of [thief, vendor]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  stolen = [];
});
afterAll(() => {
  for (const server of [thief, vendor]) {
    server.closeAllConnections();
    server.close();
  }
});

const redirect = (status: number) => (_request: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status, { location: `${urlOf(thief)}/stolen` }).end();

const gemini = () =>
  createGeminiClient({
    ...{ apiKey: 'key', baseUrl: urlOf(vendor), groundingModel: 'm', reportModel: 'm', timeoutMs: 5000 },
  });
const line = () => createLineClient({ channelAccessToken: 'token', apiBaseUrl: urlOf(vendor), timeoutMs: 5000 });
const to = `U${'0'.repeat(32)}`;
const file = { displayName: 'job', lines: [] };

describe.each([302, 307, 308])('a redirect with %i is not followed', (status) => {
  test.each<[string, () => Promise<unknown>]>([
    ['Gemini: a job', () => gemini().getBatch('batches/abc')],
    ['Gemini: a cancel', () => gemini().cancelBatch('batches/abc')],
    ['Gemini: an upload', () => gemini().uploadJsonl(file)],
    [
      'LINE: a push',
      () => line().push({ to, messages: [{ type: 'text', text: 'hi' }], retryKey: crypto.randomUUID() }),
    ],
    ['LINE: a profile', () => line().getProfile(to)],
  ])('%s', async (_name, call) => {
    answer = redirect(status);
    await expect(call()).rejects.toThrow(/./);
    expect(stolen).toEqual([]);
  });
});

test('an upload goes nowhere else, whatever address Gemini names for it', async () => {
  answer = (_request, response) =>
    void response
      .writeHead(200, { 'x-goog-upload-url': `${urlOf(thief)}/upload`, 'content-type': 'application/json' })
      .end('{}');
  await expect(gemini().uploadJsonl(file)).rejects.toThrow(/./);
  expect(stolen).toEqual([]);
});
