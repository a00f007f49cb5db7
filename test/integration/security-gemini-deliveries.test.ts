import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { exportJWK, SignJWT } from 'jose';
import { buildApp } from '../../src/api/app.ts';
import { type ApiContext, usualBudgets } from '../../src/api/context.ts';
import { createApiMetrics } from '../../src/api/metrics.ts';
import { createGeminiWebhookVerifier } from '../../src/gemini/webhook.ts';
import { newKey, parseKeyRing } from '../../src/temporal/key-ring.ts';
import { testLogger } from '../support/runtime.ts';

const edwards = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyRing = parseKeyRing(`a:${newKey()}`);
const ownAddress = 'https://bot.example.org/webhooks/gemini';
const sealed = (workflowId: string) => keyRing.sealText(workflowId, 'webhook-metadata');

let keyServer: Server;
let keyFetches = 0;
let app: FastifyInstance;
let metrics: ReturnType<typeof createApiMetrics>;
/** The workflow ids that were signalled; `away` makes Temporal refuse. */
let signalled: string[];
let asked: string[];
let away: boolean;

beforeAll(async () => {
  const keys = [
    { ...(await exportJWK(edwards.publicKey)), kid: 'ed' },
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa' },
  ];
  keyServer = createServer((_request, response) => {
    keyFetches++;
    response.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => keyServer.close(resolve)));

beforeEach(async () => {
  [signalled, asked, away, keyFetches] = [[], [], false, 0];
  metrics = createApiMetrics();
  const handle = (workflowId: string) => ({
    async signal() {
      if (away) throw Object.assign(new Error('UNAVAILABLE'), { code: 14, details: '', metadata: {} });
      signalled.push(workflowId);
    },
  });
  const temporal = new Proxy(
    {
      withDeadline: async (_deadline: unknown, call: () => Promise<unknown>) => call(),
      workflow: { getHandle: handle },
    },
    {
      get(target, name) {
        asked.push(String(name));
        return Reflect.get(target, name);
      },
    },
  );
  const api = {
    ...{ keyRing, metrics, temporal, logger: testLogger, budgets: usualBudgets },
    durableCalls: { failed() {}, succeeded() {}, areFailing: () => false },
    verifyGeminiWebhook: createGeminiWebhookVerifier({
      secrets: [],
      jwksUrl: `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/`,
      ownAddress,
    }),
    settings: { channelSecrets: ['secret'], defaultLanguage: 'en' },
  } as unknown as ApiContext;
  app = await buildApp(api);
});
afterEach(() => app.close());

const bodyFor = (workflowId?: string) =>
  JSON.stringify({
    type: 'batch.succeeded',
    data: { id: 'batches/abc', user_metadata: workflowId === undefined ? {} : { hyoban: sealed(workflowId) } },
  });

function v1a(body: string, { id = 'msg_1', key = edwards.privateKey }: { id?: string; key?: KeyObject } = {}) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = sign(null, Buffer.from(`${id}.${timestamp}.${body}`), key).toString('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1a,${signature}` };
}

const jwt = async (claims: object = {}) => ({
  'webhook-signature': await new SignJWT({ iat: Math.floor(Date.now() / 1000), aud: ownAddress, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'rsa' })
    .sign(rsa.privateKey),
});

async function post(body: string, headers: Record<string, string>, remoteAddress = '203.0.113.9'): Promise<number> {
  const answer = await app.inject({
    ...{ method: 'POST', url: '/webhooks/gemini', body, remoteAddress },
    headers: { 'content-type': 'application/json', ...headers },
  });
  return answer.statusCode;
}

const counted = async (name: string) =>
  (await metrics.registry.getSingleMetric(name)?.get())?.values.map(({ value }) => value).reduce((a, b) => a + b, 0);

describe('a captured delivery', () => {
  test('under an Ed25519 signature wakes its run once', async () => {
    const body = bodyFor('analysis:a:b');
    const headers = v1a(body);
    for (let i = 0; i < 5; i++) expect(await post(body, headers)).toBe(200);
    expect(signalled).toEqual(['analysis:a:b']);
  });

  test.each([
    ['its id', { jti: 'token-1' }],
    ['what it signs', {}],
  ])('under a JWT is known by %s, whatever stands beside it', async (_what, claims) => {
    const headers = await jwt(claims);
    const body = bodyFor('analysis:a:b');
    for (let i = 0; i < 5; i++)
      expect(await post(`${' '.repeat(i)}${body}`, { ...headers, 'webhook-id': `msg_${i}` })).toBe(200);
    expect(signalled).toEqual(['analysis:a:b']);
  });

  test('under a JWT without an id does not stand for another event of that second', async () => {
    const headers = await jwt();
    for (const workflowId of ['analysis:a:b', 'analysis:a:c'])
      expect(await post(bodyFor(workflowId), headers)).toBe(200);
    expect(signalled).toEqual(['analysis:a:b', 'analysis:a:c']);
  });

  test('that Temporal did not take may come again', async () => {
    const body = bodyFor('analysis:a:b');
    const headers = v1a(body);
    away = true;
    expect(await post(body, headers)).toBe(503);
    away = false;
    expect(await post(body, headers)).toBe(200);
    expect(signalled).toEqual(['analysis:a:b']);
  });
});

test.each([
  ['nothing sealed', bodyFor()],
  ['the id in clear', JSON.stringify({ type: 'batch.succeeded', data: { user_metadata: { hyoban: 'analysis:a:b' } } })],
  ['another workflow', bodyFor('sweep:x')],
])('a signed delivery with %s is a 200 and asks Temporal nothing', async (_what, body) => {
  expect(await post(body, v1a(body))).toBe(200);
  expect(asked).toEqual([]);
});

test('one run is woken ten times in ten minutes at most, and others still are', async () => {
  for (let i = 0; i < 15; i++) {
    const body = bodyFor('analysis:a:b');
    expect(await post(body, v1a(body, { id: `msg_${i}` }))).toBe(200);
  }
  const other = bodyFor('analysis:a:c');
  expect(await post(other, v1a(other, { id: 'other' }))).toBe(200);
  expect(signalled).toEqual([...Array.from({ length: 10 }, () => 'analysis:a:b'), 'analysis:a:c']);
});

test('a JWT for another address is taken and counted, one for ours is not counted', async () => {
  expect(await post(bodyFor('analysis:a:b'), await jwt({ jti: '1' }))).toBe(200);
  expect(await counted('hyoban_gemini_webhooks_for_others_total')).toBe(0);
  expect(await post(bodyFor('analysis:a:b'), await jwt({ jti: '2', aud: 'https://them.example/' }))).toBe(200);
  expect(await post(bodyFor('analysis:a:b'), await jwt({ jti: '3', aud: undefined }))).toBe(200);
  expect(await counted('hyoban_gemini_webhooks_for_others_total')).toBe(2);
  expect(signalled).toHaveLength(3);
});

const forged = (n = 0) => v1a(bodyFor(), { id: `forged_${n}`, key: generateKeyPairSync('ed25519').privateKey });

describe('forged signatures', () => {
  test('do not make the key set be fetched again', async () => {
    for (let i = 0; i < 10; i++) expect(await post(bodyFor(), forged(i), `203.0.113.${i}`)).toBe(401);
    expect(keyFetches).toBe(1);
  });

  test('beyond two are not tried', async () => {
    const body = bodyFor();
    const good = v1a(body);
    const bad = forged()['webhook-signature'];
    const signed = (...signatures: string[]) => ({ ...good, 'webhook-signature': signatures.join(' ') });
    expect(await post(body, signed(bad, bad, good['webhook-signature']))).toBe(401);
    expect(await post(body, signed('v1a,short', 'v1,short', bad, good['webhook-signature']))).toBe(200);
  });

  test('a body of more than 64 KiB is refused unread', async () => {
    expect(await post('x'.repeat(64 * 1024 + 1), forged())).toBe(413);
  });
});

const untilLimited = async (address: (n: number) => string) => {
  const statuses: number[] = [];
  for (let n = 0; n < 40; n++) statuses.push(await post('{}', { 'webhook-signature': 'v9,x' }, address(n)));
  return statuses;
};

describe('a sender of many forged deliveries', () => {
  test('is answered 429 after twenty, and others are not', async () => {
    const statuses = await untilLimited(() => '203.0.113.9');
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(statuses.slice(20)).toEqual(Array.from({ length: 20 }, () => 429));
    expect(await post('{}', {}, '203.0.113.10')).toBe(401);
  });

  test('cannot hide in its IPv6 network', async () => {
    const statuses = await untilLimited((n) => `2001:db8:1:2::${n + 1}`);
    expect(statuses.slice(20)).toEqual(Array.from({ length: 20 }, () => 429));
    expect(await post('{}', {}, '2001:db8:1:3::1')).toBe(401);
  });
});
