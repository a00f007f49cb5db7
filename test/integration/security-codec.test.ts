import { createConnection } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildCodecServer } from '../../src/temporal/codec-server.ts';
import { newKey, parseKeyRing } from '../../src/temporal/key-ring.ts';
import { statusOf, talk } from './security-support.ts';

const keyRing = parseKeyRing(`a:${newKey()}`);
const webUi = 'http://127.0.0.1:8233';
const token = 'a token of more than sixteen characters';
const servers: FastifyInstance[] = [];
const open = buildCodecServer({ keyRing, allowedOrigins: [webUi], token: undefined });
const closed = buildCodecServer({ keyRing, allowedOrigins: [webUi], token });

beforeAll(async () => {
  servers.push(open, closed);
  for (const server of servers) await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const server of servers) await server.close();
});

/** A POST as raw bytes, since no client of ours may write these headers. */
async function ask(server: FastifyInstance, headers: Record<string, string>, body = '{}', method = 'POST') {
  const lines = {
    'content-type': 'application/json',
    'content-length': body.length,
    connection: 'close',
    ...headers,
  };
  const written = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `${method} /decode HTTP/1.1\r\n${written.join('')}\r\n${body}`;
  return talk(server.listeningOrigin, [request]);
}

test.each(['127.0.0.1', 'localhost', 'LOCALHOST:8234', '127.0.0.1:8234', '127.1.2.3', '[::1]:8234', '[::1]'])(
  'without a token, a request to the host %s is answered',
  async (host) => {
    expect(statusOf(await ask(open, { host }))).toBe(200);
  },
);

test.each([
  'attacker.example',
  'attacker.example:8234',
  'localhost.attacker.example',
  '127.0.0.1.attacker.example:8234',
  'attacker.example:127.0.0.1',
  '127.0.0.1@attacker.example',
  '192.168.1.5',
  '0.0.0.0',
  '',
])('without a token, a request to the host "%s" is refused: its name was only pointed here', async (host) => {
  expect([400, 403]).toContain(statusOf(await ask(open, { host })));
  expect([400, 403]).toContain(statusOf(await ask(open, { host, origin: webUi })));
  expect([400, 403]).toContain(statusOf(await ask(open, { host, origin: `http://${host}` })));
});

test('an origin that only resembles the one of the Web UI is refused and gets no word about origins', async () => {
  for (const origin of ['null', `${webUi}.attacker.example`, 'http://127.0.0.1:8234', 'https://127.0.0.1:8233', '']) {
    for (const method of ['POST', 'OPTIONS']) {
      const answer = await ask(open, { host: '127.0.0.1', origin }, '{}', method);
      expect([origin, method, statusOf(answer)]).toEqual([origin, method, 403]);
      expect(answer.toLowerCase()).not.toContain('access-control');
    }
  }
});

test('what a page may send without asking first is not read', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
    expect([400, 415]).toContain(statusOf(await ask(open, { host: '127.0.0.1', 'content-type': type })));
});

test.each([
  ['none', undefined],
  ['an empty one', 'Bearer '],
  ['the beginning of it', `Bearer ${token.slice(0, -1)}`],
  ['more than it', `Bearer ${token}x`],
  ['it in another case', `Bearer ${token.toUpperCase()}`],
  ['it without its scheme', token],
  ['it twice', `Bearer ${token}, Bearer ${token}`],
  ['another as long', `Bearer ${'x'.repeat(token.length)}`],
])('with a token, %s opens nothing, on no path and by no method', async (_what, authorization) => {
  const headers: Record<string, string> = { host: '127.0.0.1', ...(authorization ? { authorization } : {}) };
  for (const method of ['POST', 'GET', 'PUT', 'HEAD', 'DELETE'])
    expect([method, statusOf(await ask(closed, headers, '', method))]).toEqual([method, 401]);
  // The body is not even read before the token.
  const tooMuch = { ...headers, 'content-length': String(1024 ** 3) };
  expect(statusOf(await ask(closed, tooMuch, ''))).toBe(401);
});

test('with a token, any host may be asked, as behind a proxy', async () => {
  const headers = { host: 'codec.example.org', authorization: `Bearer ${token}` };
  expect(statusOf(await ask(closed, headers))).toBe(200);
});

test('payloads with words of every object are refused or harmless', async () => {
  for (const body of [
    '{"payloads":[{"__proto__":{"polluted":true}}]}',
    '{"__proto__":{"payloads":[]}}',
    '{"payloads":[{"metadata":{"__proto__":"eA==","constructor":"eA=="},"data":"eA=="}]}',
    '{"payloads":[{"constructor":{"prototype":{"polluted":true}}}]}',
    `{"payloads":${'['.repeat(100_000)}`,
  ]) {
    expect([200, 400]).toContain(statusOf(await ask(open, { host: '127.0.0.1' }, body)));
    expect('polluted' in {}).toBe(false);
  }
});

test('it listens where it was told to, not on every address', async () => {
  const port = Number(new URL(open.listeningOrigin).port);
  const outside = createConnection(port, '127.0.0.2');
  const refused = await new Promise<string>((resolve) => {
    outside.once('connect', () => resolve('connected'));
    outside.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });
  outside.destroy();
  expect(refused).toBe('ECONNREFUSED');
});
