import { createClock } from '../../src/simulator/core/clock.ts';
import { createFaults } from '../../src/simulator/core/faults.ts';
import { createJournal } from '../../src/simulator/core/journal.ts';
import { createSideServer, type Route } from '../../src/simulator/core/server.ts';
import { httpError, notFound } from '../../src/simulator/line/errors.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start.ts';
import { sendRaw } from '../support/raw-http.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1 });
});

afterAll(() => simulator.close());

beforeEach(() => simulator.journal.reset());

const sides = ['line', 'gemini'] as const;
type Side = (typeof sides)[number];

const urlOf = (side: Side) => simulator[side]?.url ?? '';

/** The part of a vendor's error body that is the same for all its errors. */
const bodies = {
  line: () => ({ message: expect.stringMatching(/./) }),
  gemini: (status: number) => ({
    error: { code: status, message: expect.stringMatching(/./), status: expect.stringMatching(/^[A-Z_]+$/) },
  }),
};

const host = 'Host: 127.0.0.1\r\n';
const known = { line: '/v2/bot/info', gemini: '/v1beta/models' };

/** Bytes that come in, by what is wrong with them, and the status that they get. */
const odd: [what: string, bytes: (path: string) => string, status: number][] = [
  ['TRACE', (path) => `TRACE ${path} HTTP/1.1\r\n${host}\r\n`, 404],
  ['PROPFIND', (path) => `PROPFIND ${path} HTTP/1.1\r\n${host}\r\n`, 404],
  ['PATCH', (path) => `PATCH ${path} HTTP/1.1\r\n${host}Content-Length: 2\r\n\r\n{}`, 404],
  ['OPTIONS', (path) => `OPTIONS ${path} HTTP/1.1\r\n${host}\r\n`, 404],
  ['OPTIONS *', () => `OPTIONS * HTTP/1.1\r\n${host}\r\n`, 400],
  ['a method nobody knows', (path) => `FROB ${path} HTTP/1.1\r\n${host}\r\n`, 405],
  ['CONNECT', () => `CONNECT api.line.me:443 HTTP/1.1\r\n${host}\r\n`, 405],
  ['a bad escape', () => `GET /%zz HTTP/1.1\r\n${host}\r\n`, 400],
  ['half an escape', () => `GET /v1beta/% HTTP/1.1\r\n${host}\r\n`, 400],
  ['a long address', () => `GET /${'a'.repeat(40_000)} HTTP/1.1\r\n${host}\r\n`, 414],
  ['long headers', (path) => `GET ${path} HTTP/1.1\r\n${host}X-A: ${'a'.repeat(80_000)}\r\n\r\n`, 431],
  ['two lengths', (path) => `POST ${path} HTTP/1.1\r\n${host}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}`, 400],
  [
    'a length and chunks',
    (path) => `POST ${path} HTTP/1.1\r\n${host}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ['an expectation', (path) => `POST ${path} HTTP/1.1\r\n${host}Expect: tea\r\nContent-Length: 2\r\n\r\n`, 417],
  ['no host', (path) => `GET ${path} HTTP/1.1\r\n\r\n`, 400],
  ['no HTTP', () => 'hello\r\n\r\n', 400],
];

describe.each(sides)('%s', (side) => {
  test.each(odd)('answers %s as the vendor words it, in the journal', async (_what, bytes, status) => {
    const answer = await sendRaw(urlOf(side), bytes(known[side]));
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual(bodies[side](status));
    expect(answer.headers).toMatch(/content-type: application\/json/i);
    expect(simulator.journal.entries()).toMatchObject([{ side, status, responseBody: bodies[side](status) }]);
  });

  test('serves the absolute form that proxies get', async () => {
    const answer = await sendRaw(urlOf(side), `GET http://vendor.example${known[side]} HTTP/1.1\r\n${host}\r\n`);
    expect(simulator.journal.entries()).toMatchObject([{ matched: true, status: answer.status }]);
  });

  test('takes 100-continue', async () => {
    const bytes = `POST ${known[side]} HTTP/1.1\r\n${host}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`;
    expect((await sendRaw(urlOf(side), bytes)).headers).toMatch(/^HTTP\/1\.1 100/);
  });

  test('notes a caller who goes away while sending', async () => {
    const bytes = `POST ${known[side]} HTTP/1.1\r\n${host}Connection: close\r\nContent-Length: 5\r\n\r\n{`;
    const gone = new Promise<void>((resolve) => {
      const stop = simulator.journal.subscribe(() => {
        stop();
        resolve();
      });
    });
    const socket = (await import('node:net')).connect(Number(new URL(urlOf(side)).port), '127.0.0.1');
    socket.write(bytes, () => socket.resetAndDestroy());
    await gone;
    expect(simulator.journal.entries()).toMatchObject([{ side, method: 'POST', status: undefined }]);
  });
});

test.each([
  ['//v1beta/models', 200],
  ['///v1beta//models', 200],
  ['/v1beta/models/gemini-3.5-flash%3AcountTokens', 404],
  ['/v1beta/x/../models', 200],
])('Gemini serves %s', async (path, status) => {
  const key = `x-goog-api-key: ${simulator.gemini?.geminiApiKey}\r\n`;
  expect(await sendRaw(urlOf('gemini'), `GET ${path} HTTP/1.1\r\n${host}${key}\r\n`)).toMatchObject({ status });
});

test('Gemini serves a verb whose colon is escaped, behind two slashes', async () => {
  const key = `x-goog-api-key: ${simulator.gemini?.geminiApiKey}\r\n`;
  const body = '{"contents":[{"parts":[{"text":"hello"}]}]}';
  const path = '//v1beta/models/gemini-3.5-flash%3AgenerateContent';
  const bytes = `POST ${path} HTTP/1.1\r\n${host}${key}Content-Length: ${body.length}\r\n\r\n${body}`;
  expect(await sendRaw(urlOf('gemini'), bytes)).toMatchObject({ status: 200 });
});

describe('an error of a route', () => {
  const failing: Route = {
    name: 'failing',
    method: 'GET',
    pattern: /^\/fails$/,
    handle() {
      throw new Error('the cause');
    },
  };
  const unsendable: Route = { ...failing, name: 'unsendable', pattern: /^\/unsendable$/, handle: () => withBadHeader };
  const withBadHeader = { status: 200, headers: { 'content-type': 'a\nb' } };

  test.each(['/fails', '/unsendable'])('is the vendor’s 500, with its cause in the journal: %s', async (path) => {
    const journal = createJournal();
    const reported: unknown[] = [];
    const server = createSideServer({
      side: 'line',
      routes: [failing, unsendable],
      notFound,
      clock: createClock(),
      journal,
      faults: createFaults(1),
      bodyLimitBytes: 1000,
      tooLarge: () => httpError(413),
      httpError,
      report: (error) => reported.push(error),
    });
    const url = await server.listen(0);
    const answer = await fetch(`${url}${path}`);
    expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(journal.entries()).toMatchObject([{ status: 500, matched: true, error: expect.stringContaining('rror') }]);
    expect(reported).toHaveLength(1);
    await server.close();
  });
});
