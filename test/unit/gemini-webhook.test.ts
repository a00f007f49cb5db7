import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import { createGeminiWebhookVerifier } from '../../src/gemini/webhook.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const nowSeconds = nowMs / 1000;
const now = () => nowMs;
const event = {
  type: 'batch.succeeded',
  version: 'v1',
  data: { id: 'batches/abc123', user_metadata: { hyoban: 'sealed' } },
};
const body = (value: unknown = event) => Buffer.from(JSON.stringify(value));
const id = 'msg_1';

/** A server with a key set that can be changed, or be away. */
let keySet: { keys: object[] } | undefined;
let fetches = 0;
let server: Server;
let jwksUrl: string;

beforeAll(async () => {
  server = createServer((_request, response) => {
    fetches++;
    response.writeHead(keySet ? 200 : 503).end(JSON.stringify(keySet ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  fetches = 0;
});

const rejection = async (verified: Promise<unknown>) =>
  verified.then(
    () => 'accepted',
    (error: { name: string; reason: string }) => `${error.name === 'GeminiWebhookRejected'} ${error.reason}`,
  );

function headers(signature: string, timestamp: number | string = nowSeconds) {
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
}

const secretOf = (text: string) => `whsec_${Buffer.from(text.repeat(8)).toString('base64')}`;

describe('a webhook signed with a secret (v1)', () => {
  const [older, newer, foreign] = [secretOf('old!'), secretOf('new!'), secretOf('not!')];
  const verify = createGeminiWebhookVerifier({ secrets: [older, newer], jwksUrl: 'http://127.0.0.1:1/', now });

  function v1(secret: string, rawBody = body(), timestamp: number | string = nowSeconds) {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64')}`;
  }

  test('is read when any of our secrets signed it', async () => {
    const expected = {
      type: 'batch.succeeded',
      batchName: 'batches/abc123',
      webhookId: id,
      userMetadata: { hyoban: 'sealed' },
    };
    await expect(verify(body(), headers(v1(older)))).resolves.toEqual(expected);
    await expect(verify(body(), headers(v1(newer)))).resolves.toEqual(expected);
    await expect(verify(body(), headers(`${v1(foreign)} v2,abc ${v1(newer)}`))).resolves.toEqual(expected);
  });

  test('is read whatever the case of the header names, and with Chinese in the body', async () => {
    const rawBody = body({ ...event, note: '評判🍜' });
    const signed = headers(v1(newer, rawBody));
    const upper = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toUpperCase(), value]));
    await expect(verify(rawBody, upper)).resolves.toMatchObject({ batchName: 'batches/abc123' });
  });

  const good = headers(v1(newer));
  test.each<[string, Buffer, Record<string, string | undefined>, string]>([
    ['signed with another secret', body(), headers(v1(foreign)), 'bad-signature'],
    ['with another body', body({ ...event, type: 'batch.failed' }), good, 'bad-signature'],
    ['with a cut body', body().subarray(0, 20), good, 'bad-signature'],
    ['with another id', body(), { ...good, 'webhook-id': 'msg_2' }, 'bad-signature'],
    ['with another time', body(), { ...good, 'webhook-timestamp': String(nowSeconds - 1) }, 'bad-signature'],
    ['with a cut signature', body(), headers(v1(newer).slice(0, -6)), 'bad-signature'],
    ['with an empty signature', body(), headers('v1,'), 'bad-signature'],
    ['with our HMAC under the name v1a', body(), headers(v1(newer).replace('v1,', 'v1a,')), 'bad-signature'],
    ['without a signature', body(), { ...good, 'webhook-signature': undefined }, 'missing-signature'],
    ['with a blank signature', body(), headers('  '), 'missing-signature'],
    ['without a time', body(), { ...good, 'webhook-timestamp': undefined }, 'missing-header'],
    ['without an id', body(), { ...good, 'webhook-id': '' }, 'missing-header'],
    ['of a scheme that nobody knows', body(), headers('v9,abcd'), 'unknown-scheme'],
    ['with a time that is none', body(), headers(v1(newer, body(), 'NaN'), 'NaN'), 'bad-timestamp'],
    ['with a time and more', body(), headers(v1(newer, body(), `${nowSeconds}x`), `${nowSeconds}x`), 'bad-timestamp'],
    ['301 s old', body(), headers(v1(newer, body(), nowSeconds - 301), nowSeconds - 301), 'too-old'],
    ['301 s ahead', body(), headers(v1(newer, body(), nowSeconds + 301), nowSeconds + 301), 'too-new'],
    ['whose body is no JSON', Buffer.from('hi'), headers(v1(newer, Buffer.from('hi'))), 'bad-body'],
    ['whose body is no event', body({ data: {} }), headers(v1(newer, body({ data: {} }))), 'bad-body'],
  ])('%s is rejected', async (_name, rawBody, given, reason) => {
    expect(await rejection(verify(rawBody, given))).toBe(`true ${reason}`);
  });

  test('300 s old is taken', async () => {
    const signed = headers(v1(newer, body(), nowSeconds - 300), nowSeconds - 300);
    await expect(verify(body(), signed)).resolves.toMatchObject({ webhookId: id });
  });

  test('is rejected when there are no secrets, even if signed with nothing', async () => {
    const bare = createGeminiWebhookVerifier({ secrets: [], jwksUrl, now });
    expect(await rejection(bare(body(), headers(v1(`whsec_`))))).toBe('true bad-signature');
    expect(fetches).toBe(0);
  });

  test.each([
    [{ type: 'batch.failed', data: { id: 'xyz' } }, 'batches/xyz', {}],
    [{ type: 'batch.failed', data: { name: 'projects/1/batches/xyz' } }, 'batches/xyz', {}],
    [{ type: 'batch.failed', data: { id: 'batches/x y' } }, 'batches/y', {}],
    [{ type: 'batch.failed', data: { id: 5 }, user_metadata: { a: 'top' } }, '', { a: 'top' }],
    [
      { type: 'batch.failed', data: { id: 'x', user_metadata: { a: 'in' } }, user_metadata: { a: 'top', b: 'b' } },
      'batches/x',
      { a: 'in', b: 'b' },
    ],
    [{ type: 'batch.failed', data: { id: 'x', user_metadata: { n: 1, t: 't' } } }, 'batches/x', { t: 't' }],
    [{ type: 'batch.failed', data: 'odd' }, '', {}],
    [{ type: 'interaction.completed', data: { id: 'x' } }, '', {}],
    [{ type: 'ping' }, '', {}],
  ])('may say %j', async (value, batchName, userMetadata) => {
    const signed = headers(v1(newer, body(value)));
    await expect(verify(body(value), signed)).resolves.toMatchObject({ batchName, userMetadata });
  });
});

const ed25519 = () => generateKeyPairSync('ed25519');

const jwk = async (key: KeyObject, more: object) => ({ ...(await exportJWK(key)), ...more });

const verifier = (more: { audience?: string; jwksCooldownMs?: number } = {}) =>
  createGeminiWebhookVerifier({ secrets: [], jwksUrl, now, ...more });

const v1a = (key: KeyObject, rawBody = body(), timestamp: number = nowSeconds) =>
  `v1a,${sign(null, Buffer.concat([Buffer.from(`${id}.${timestamp}.`), rawBody]), key).toString('base64')}`;

describe('a webhook signed by Google', () => {
  const pairs = [ed25519(), ed25519(), ed25519()] as const;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publish = async (...edwards: { publicKey: KeyObject }[]) => {
    keySet = {
      keys: [
        ...(await Promise.all(edwards.map(({ publicKey }, i) => jwk(publicKey, { kid: `ed${i}` })))),
        await jwk(rsa.publicKey, { kid: 'rsa' }),
      ],
    };
  };
  const jwt = (claims: object = {}, alg = 'RS256', key: KeyObject | Uint8Array = rsa.privateKey) =>
    new SignJWT({ iat: nowSeconds, aud: 'us', exp: nowSeconds + 300, ...claims })
      .setProtectedHeader({ alg, kid: 'rsa' })
      .sign(key);

  beforeEach(() => publish(...pairs));

  test.each([0, 1, 2] as const)('with Ed25519 key %i of the set is read (v1a)', async (n) => {
    const verify = verifier();
    await expect(verify(body(), headers(v1a(pairs[n].privateKey)))).resolves.toMatchObject({ webhookId: id });
    await verify(body(), headers(v1a(pairs[n].privateKey)));
    expect(fetches).toBe(1);
  });

  test.each<[string, () => Record<string, string>, string]>([
    ['by a key that is not in the set', () => headers(v1a(ed25519().privateKey)), 'bad-signature'],
    ['over another body', () => headers(v1a(pairs[0].privateKey, body({ type: 'ping' }))), 'bad-signature'],
    ['and cut', () => headers(v1a(pairs[0].privateKey).slice(0, 40)), 'bad-signature'],
    ['and empty', () => headers('v1a,'), 'bad-signature'],
    [
      'by RSA under the name v1a',
      () => headers(`v1a,${sign('sha256', body(), rsa.privateKey).toString('base64')}`),
      'bad-signature',
    ],
    [
      'as v1 with the public key as the secret',
      () => {
        const key = pairs[0].publicKey.export({ format: 'der', type: 'spki' });
        return headers(
          `v1,${createHmac('sha256', key).update(`${id}.${nowSeconds}.`).update(body()).digest('base64')}`,
        );
      },
      'bad-signature',
    ],
    ['too long ago', () => headers(v1a(pairs[0].privateKey, body(), nowSeconds - 400), nowSeconds - 400), 'too-old'],
    ['in the future', () => headers(v1a(pairs[0].privateKey, body(), nowSeconds + 400), nowSeconds + 400), 'too-new'],
  ])('%s is rejected (v1a)', async (_name, given, reason) => {
    expect(await rejection(verifier()(body(), given()))).toBe(`true ${reason}`);
  });

  test('with a new key is read after the set was fetched again', async () => {
    const verify = verifier({ jwksCooldownMs: 0 });
    await verify(body(), headers(v1a(pairs[0].privateKey)));
    const fresh = ed25519();
    await publish(fresh);
    await expect(verify(body(), headers(v1a(fresh.privateKey)))).resolves.toMatchObject({ webhookId: id });
    expect(fetches).toBe(2);
  });

  test('with unknown keys again and again does not make us fetch again and again', async () => {
    const verify = verifier();
    const forged = headers(v1a(ed25519().privateKey));
    for (let i = 0; i < 5; i++) expect(await rejection(verify(body(), forged))).toBe('true bad-signature');
    expect(fetches).toBe(1);
  });

  test('cannot be checked while the key set is away; that too is not asked for again and again', async () => {
    keySet = undefined;
    const verify = verifier();
    const good = headers(v1a(pairs[0].privateKey));
    for (let i = 0; i < 3; i++) expect(await rejection(verify(body(), good))).toBe('true keys-unavailable');
    expect(await rejection(verify(body(), { 'webhook-signature': await jwt() }))).toBe('true keys-unavailable');
    expect(fetches).toBe(1);
  });

  test('as a JWT is read, with or without the other headers', async () => {
    const verify = verifier({ audience: 'us' });
    await expect(verify(body(), headers(await jwt()))).resolves.toMatchObject({ webhookId: id });
    const bare = { 'webhook-signature': await jwt({ jti: 'token-1' }) };
    await expect(verify(body(), bare)).resolves.toMatchObject({ webhookId: 'token-1' });
    const nameless = { 'webhook-signature': await jwt() };
    const [first, second] = [await verify(body(), nameless), await verify(body(), nameless)];
    expect(first.webhookId).toHaveLength(43);
    expect(second.webhookId).toBe(first.webhookId);
  });

  test.each<[string, () => Promise<string>, string]>([
    ['for somebody else', () => jwt({ aud: 'them' }), 'bad-signature'],
    ['for nobody', () => jwt({ aud: undefined }), 'bad-signature'],
    [
      'by another key',
      () => jwt({}, 'RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      'bad-signature',
    ],
    ['by another algorithm of the same key', () => jwt({}, 'PS256'), 'bad-signature'],
    [
      'by HMAC with the public key',
      () => jwt({}, 'HS256', rsa.publicKey.export({ format: 'der', type: 'spki' })),
      'bad-signature',
    ],
    ['without a signature', async () => `${(await jwt()).split('.').slice(0, 2).join('.')}.AA`, 'bad-signature'],
    ['too long ago', () => jwt({ iat: nowSeconds - 400 }), 'too-old'],
    ['in the future', () => jwt({ iat: nowSeconds + 400, exp: nowSeconds + 900 }), 'too-new'],
    ['at no time', () => jwt({ iat: undefined }), 'bad-signature'],
    ['and has run out', () => jwt({ exp: nowSeconds - 400 }), 'too-old'],
  ])('as a JWT %s is rejected', async (_name, token, reason) => {
    expect(await rejection(verifier({ audience: 'us' })(body(), { 'webhook-signature': await token() }))).toBe(
      `true ${reason}`,
    );
  });

  test('as a JWT for any audience is read when none is set', async () => {
    const signed = { 'webhook-signature': await jwt({ aud: 'them' }) };
    await expect(verifier()(body(), signed)).resolves.toMatchObject({ type: 'batch.succeeded' });
  });
});

test('a secret that is not base64 is refused at once', () => {
  expect(() => createGeminiWebhookVerifier({ secrets: ['whsec_***'] })).toThrow(/base64/i);
});
