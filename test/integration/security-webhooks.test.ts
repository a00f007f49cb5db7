import { createHmac } from 'node:crypto';
import type { RunningApi } from '../../src/api/start.ts';
import { startBareApi } from './security-support.ts';

const lineSecrets = ['a'.repeat(32), 'b'.repeat(32)];
const geminiSecrets = ['one', 'two'].map((word) => `whsec_${Buffer.from(word.repeat(9)).toString('base64')}`);
let api: RunningApi;

beforeAll(async () => {
  api = await startBareApi({ lineChannelSecrets: lineSecrets, geminiWebhookSecrets: geminiSecrets });
});
afterAll(() => api.stop());

const hmac = (secret: string | Buffer, ...parts: string[]) =>
  parts.reduce((digest, part) => digest.update(part), createHmac('sha256', secret)).digest('base64');
const lineHeaders = (secret: string, body: string) => ({ 'x-line-signature': hmac(secret, body) });
const geminiHeaders = (secret: string, body: string) => {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac(key, `msg_1.${timestamp}.`, body)}`,
  };
};

async function post(path: string, body: string | undefined, headers: Record<string, string>): Promise<number> {
  const type = body === undefined ? undefined : { 'content-type': 'application/json' };
  const answer = await fetch(`${api.url}${path}`, { method: 'POST', body, headers: { ...type, ...headers } });
  expect(await answer.text()).not.toMatch(/\.ts:\d+|Error:/);
  return answer.status;
}

const lineBody = '{"destination":"U0","events":[]}';
const geminiBody = '{"type":"ping"}';

test('while secrets rotate, both are good and no third is', async () => {
  for (const secret of lineSecrets)
    expect(await post('/webhooks/line', lineBody, lineHeaders(secret, lineBody))).toBe(200);
  expect(await post('/webhooks/line', lineBody, lineHeaders('c'.repeat(32), lineBody))).toBe(401);
  for (const secret of geminiSecrets)
    expect(await post('/webhooks/gemini', geminiBody, geminiHeaders(secret, geminiBody))).toBe(200);
  const third = `whsec_${Buffer.from('six'.repeat(9)).toString('base64')}`;
  expect(await post('/webhooks/gemini', geminiBody, geminiHeaders(third, geminiBody))).toBe(401);
});

test('a delivery that both secrets have signed is good, as Google sends it while they change', async () => {
  const [older, newer] = geminiSecrets.map((secret) => geminiHeaders(secret, geminiBody));
  const both = `${older?.['webhook-signature']} ${newer?.['webhook-signature']}`;
  expect(await post('/webhooks/gemini', geminiBody, { ...older, 'webhook-signature': both })).toBe(200);
});

test('no signature of one vendor opens the route of the other', async () => {
  const [secret = ''] = lineSecrets;
  expect(await post('/webhooks/gemini', geminiBody, lineHeaders(secret, geminiBody))).toBe(401);
  expect(await post('/webhooks/line', lineBody, geminiHeaders(geminiSecrets[0] ?? '', lineBody))).toBe(401);
});

test('a request without a body is an empty body: signed it is no webhook, unsigned it is refused', async () => {
  const [secret = ''] = lineSecrets;
  expect(await post('/webhooks/line', undefined, lineHeaders(secret, ''))).toBe(400);
  expect(await post('/webhooks/line', undefined, lineHeaders(secret, 'other'))).toBe(401);
  expect(await post('/webhooks/line', undefined, {})).toBe(401);
  expect(await post('/webhooks/gemini', undefined, geminiHeaders(geminiSecrets[0] ?? '', ''))).toBe(401);
  expect(await post('/webhooks/gemini', undefined, geminiHeaders(geminiSecrets[0] ?? '', 'other'))).toBe(401);
  const edwards = { 'webhook-signature': `v1a,${Buffer.alloc(64).toString('base64')}` };
  const answer = await post('/webhooks/gemini', undefined, {
    ...geminiHeaders(geminiSecrets[0] ?? '', ''),
    ...edwards,
  });
  expect(answer).toBe(503);
});

const get = async (path: string, from?: string) => {
  const answer = await fetch(`${api.url}${path}`, { headers: from ? { 'x-forwarded-for': from } : {} });
  await answer.arrayBuffer();
  return answer.status;
};
const statuses = async (count: number, ask: (n: number) => Promise<number>) => {
  const all = await Promise.all(Array.from({ length: count }, (_, n) => ask(n)));
  return Object.fromEntries([...new Set(all)].map((status) => [status, all.filter((each) => each === status).length]));
};

describe('rate limits', () => {
  test('one address may ask for 60 unknown paths a minute, and another address still may', async () => {
    expect(await statuses(70, (n) => get(`/wp-${n}.php`, '203.0.113.1'))).toEqual({ 404: 60, 429: 10 });
    expect(await get('/', '203.0.113.2')).toBe(404);
  });

  test('one address may try 120 report links a minute, whatever it writes before its address', async () => {
    expect(await statuses(130, (n) => get(`/r/k1.guess${n}`, `198.51.100.${n}, 203.0.113.3`))).toEqual({
      404: 120,
      429: 10,
    });
    expect(await get('/r/k1.guess', '203.0.113.4')).toBe(404);
    expect(await get('/healthz', '203.0.113.3')).toBe(200);
  });

  test('one address may send 20 unsigned LINE webhooks a minute; what LINE signs is taken all the same', async () => {
    const from = { 'x-forwarded-for': '203.0.113.20' };
    const signed = { ...from, ...lineHeaders(lineSecrets[0] ?? '', lineBody) };
    const forged = { ...from, ...lineHeaders('c'.repeat(32), lineBody) };
    const answers: number[] = [];
    for (let n = 0; n < 25; n++) answers.push(await post('/webhooks/line', lineBody, n % 2 === 0 ? forged : from));
    expect(answers).toEqual([...Array.from({ length: 20 }, () => 401), ...Array.from({ length: 5 }, () => 429)]);
    expect(await post('/webhooks/line', 'x'.repeat(100_000), forged)).toBe(429);
    expect(await post('/webhooks/line', lineBody, { ...forged, 'x-forwarded-for': '203.0.113.21' })).toBe(401);
    expect(await post('/webhooks/line', lineBody, signed)).toBe(200);
    expect(await post('/webhooks/line', lineBody, forged)).toBe(401);
  });

  test('an IPv6 network of 64 bits counts as one address', async () => {
    expect(await statuses(70, (n) => get(`/wp-${n}.php`, `2001:db8:1:2::${n + 1}`))).toEqual({ 404: 60, 429: 10 });
    expect(await get('/', '2001:db8:1:3::1')).toBe(404);
  });

  test('webhooks have no such limit: LINE and Google come from few addresses', async () => {
    expect(
      await statuses(300, () => post('/webhooks/line', lineBody, lineHeaders(lineSecrets[0] ?? '', lineBody))),
    ).toEqual({ 200: 300 });
    expect(
      await statuses(150, () =>
        post('/webhooks/gemini', geminiBody, geminiHeaders(geminiSecrets[0] ?? '', geminiBody)),
      ),
    ).toEqual({ 200: 150 });
  });
});
