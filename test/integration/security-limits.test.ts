import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { buildAdminApp } from '../../src/api/admin.ts';
import { buildApp } from '../../src/api/app.ts';
import { type ApiContext, usualBudgets } from '../../src/api/context.ts';
import { createApiMetrics } from '../../src/api/metrics.ts';
import { createGeminiWebhookVerifier } from '../../src/gemini/webhook.ts';
import { type ServerLimits, serverLimits } from '../../src/server-limits.ts';
import { buildCodecServer } from '../../src/temporal/codec-server.ts';
import { newKey, parseKeyRing } from '../../src/temporal/key-ring.ts';
import { testLogger } from '../support/runtime.ts';
import { statusOf, talk } from './security-support.ts';

/** The limits of the product, run in fractions of a second. */
const quick: ServerLimits = {
  ...serverLimits,
  headersTimeoutMs: 200,
  requestTimeoutMs: 400,
  keepAliveTimeoutMs: 200,
  checkEveryMs: 50,
};

type Servers = Record<'api' | 'admin' | 'codec', FastifyInstance>;
/** With the limits of the product, and with quick ones for what is about time. */
let usual: Servers;
let inHaste: Servers;

beforeAll(async () => {
  usual = await startServers(serverLimits);
  inHaste = await startServers(quick);
});

afterAll(async () => {
  for (const server of [usual, inHaste].flatMap((servers) => Object.values(servers))) await server.close();
});

async function startServers(limits: ServerLimits): Promise<Servers> {
  const keyRing = parseKeyRing(`a:${newKey()}`);
  const metrics = createApiMetrics();
  /** What the routes need before they believe a request. */
  const api = {
    keyRing,
    metrics,
    logger: testLogger,
    verifyGeminiWebhook: createGeminiWebhookVerifier({ secrets: [], jwksUrl: 'http://127.0.0.1:1/' }),
    settings: { channelSecrets: ['secret'], defaultLanguage: 'en' },
    budgets: usualBudgets,
  } as unknown as ApiContext;
  const servers = {
    api: await buildApp(api, limits),
    admin: buildAdminApp(metrics, limits),
    codec: buildCodecServer({ keyRing, allowedOrigins: [], token: undefined, limits }),
  };
  for (const server of Object.values(servers)) await server.listen({ host: '127.0.0.1', port: 0 });
  return servers;
}

const urlOf = (server: keyof Servers, servers = usual) => servers[server].listeningOrigin;

type Route = [server: keyof Servers, method: string, path: string];
const posts: Route[] = [
  ['api', 'POST', '/webhooks/line'],
  ['api', 'POST', '/webhooks/gemini'],
  ['codec', 'POST', '/decode'],
  ['codec', 'POST', '/encode'],
];
const routes: Route[] = [
  ...posts,
  ['api', 'GET', '/healthz'],
  ['api', 'GET', '/readyz'],
  ['api', 'GET', '/r/token'],
  ['api', 'GET', '/nothing-here'],
  ['admin', 'GET', '/metrics'],
  ['admin', 'POST', '/metrics'],
];
const head = (method: string, path: string) => `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;

/** One piece at once, then others for ever: a client that never comes to an end. */
async function* drip(first: string, each: string): AsyncGenerator<string> {
  yield first;
  for (;;) {
    await sleep(20);
    yield each;
  }
}

/** The status that each route answers with, all asked at once. */
async function statusesOf(asked: Route[], ask: (route: Route) => Promise<string>): Promise<[string, number][]> {
  return Promise.all(asked.map(async (route) => [route.join(' '), statusOf(await ask(route))] as [string, number]));
}
const each = (asked: Route[], status: number) => asked.map((route) => [route.join(' '), status]);

test('a client that drips its headers is shown out, whatever it asks for', async () => {
  const statuses = await statusesOf(routes, async ([server, method, path]) =>
    talk(urlOf(server, inHaste), drip(head(method, path), 'x-drip: 1\r\n')),
  );
  expect(statuses).toEqual(each(routes, 408));
});

test('a client that drips its body is shown out, whatever it asks for', async () => {
  const statuses = await statusesOf(posts, async ([server, method, path]) => {
    const start = `${head(method, path)}content-type: application/json\r\ncontent-length: 60000\r\n\r\n{`;
    return talk(urlOf(server, inHaste), drip(start, ' '));
  });
  expect(statuses).toEqual(each(posts, 408));
});

test('a client that says nothing, and one that has had its answer and stays, are shown out', async () => {
  const silent: Route[] = [
    ['api', 'GET', '/healthz'],
    ['admin', 'GET', '/metrics'],
    ['codec', 'GET', '/metrics'],
  ];
  expect(await statusesOf(silent, async ([server]) => talk(urlOf(server, inHaste), []))).toEqual(each(silent, 408));
  const answers = await Promise.all(
    silent.map(async ([server, method, path]) => talk(urlOf(server, inHaste), [`${head(method, path)}\r\n`])),
  );
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 (200|404) [\s\S]*connection: keep-alive/i);
});

test('without a word about it, servers have the limits of the product', () => {
  const { server } = buildAdminApp(createApiMetrics());
  const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = server;
  expect({ headersTimeout, requestTimeout, keepAliveTimeout, timeout }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 15_000,
    keepAliveTimeout: 75_000,
    timeout: 30_000,
  });
});

test.each(routes)('%s %s %s: too many headers and too long a header are refused', async (server, method, path) => {
  const many = Array.from({ length: 1100 }, (_, n) => `x-header-${n}: value\r\n`).join('');
  expect(statusOf(await talk(urlOf(server), [`${head(method, path)}${many}\r\n`]))).toBe(431);
  const long = `x-header: ${'v'.repeat(serverLimits.headerBytes)}\r\n`;
  expect(statusOf(await talk(urlOf(server), [`${head(method, path)}${long}\r\n`]))).toBe(431);
  const address = `/${'a'.repeat(serverLimits.headerBytes)}`;
  expect(statusOf(await talk(urlOf(server), [`${head(method, address)}\r\n`]))).toBe(431);
});

const bodyLimitBytes: Record<string, number> = {
  '/webhooks/line': 1024 * 1024,
  '/webhooks/gemini': 64 * 1024,
  '/decode': 8 * 1024 * 1024,
  '/encode': 8 * 1024 * 1024,
};

test.each(posts)('%s %s %s: one byte more than the limit is refused, told or not', async (server, method, path) => {
  const limit = bodyLimitBytes[path] ?? 0;
  const start = `${head(method, path)}content-type: application/json\r\nconnection: close\r\n`;
  expect(statusOf(await talk(urlOf(server), [`${start}content-length: ${limit + 1}\r\n\r\n`]))).toBe(413);
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
  const chunks = Array.from({ length: limit / 0x10000 }, () => chunk);
  // Nothing follows the byte too many: what a server leaves unread would make the system drop its answer.
  const untold = [`${start}transfer-encoding: chunked\r\n\r\n`, ...chunks, '1\r\n \r\n'];
  expect(statusOf(await talk(urlOf(server), untold))).toBe(413);
});

test.each(posts)('%s %s %s: as much as the limit is read and then judged', async (server, method, path) => {
  const body = '['.padEnd((bodyLimitBytes[path] ?? 0) - 1).concat(']');
  const answer = await fetch(`${urlOf(server)}${path}`, {
    method,
    body,
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(server === 'api' ? 401 : 400);
});

test.each(routes)(
  '%s %s %s: what is no HTTP, and lengths that contradict each other, are refused',
  async (server, method, path) => {
    const contradictory = `${head(method, path)}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`;
    for (const bytes of ['\u0016\u0003\u0001\u0002\r\n\r\n', `${head(method, path)}no header\r\n\r\n`, contradictory])
      expect(statusOf(await talk(urlOf(server), [bytes]))).toBe(400);
  },
);

test('addresses that are none are refused in words', async () => {
  for (const path of [
    '/r/%E0%A4%A',
    '/%',
    '/r/..%2f..%2fsecret',
    `/r/${'a'.repeat(2000)}`,
    '//evil.example/%2e%2e',
    '*',
  ]) {
    const answer = await talk(urlOf('api'), [`${head('GET', path)}connection: close\r\n\r\n`]);
    expect([path, [400, 404, 414].includes(statusOf(answer))]).toEqual([path, true]);
    expect(answer).not.toMatch(/\.ts:\d+|node_modules/);
  }
});
