import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { exportJWK, SignJWT } from 'jose';
import { createGeminiWebhookVerifier, GeminiWebhookRejected } from '../../../src/gemini/webhook.ts';
import { isValidLineSignature } from '../../../src/line/signature.ts';
import { changedByte, isPolluted, unknownFields } from './arbitraries.ts';

const anyBytes = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes));
const anyChange = fc.integer({ min: 1, max: 255 });
const channelSecrets = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{32}$/), { minLength: 1, maxLength: 3 });

const signed = (body: Buffer, secret: string) => createHmac('sha256', secret).update(body).digest('base64');

describe('LINE', () => {
  test('while secrets change, what any of them signed is taken and what another signed is not', () => {
    fc.assert(
      fc.property(anyBytes, channelSecrets, fc.nat(), (body, secrets, pick) => {
        const signature = signed(body, secrets[pick % secrets.length] ?? '');
        const others = secrets.filter((secret) => signed(body, secret) !== signature);
        expect(isValidLineSignature(body, secrets, signature)).toBe(true);
        expect(isValidLineSignature(body, secrets.toReversed(), signature)).toBe(true);
        expect(isValidLineSignature(body, others, signature)).toBe(false);
      }),
    );
  });

  test('no changed byte of the body and no changed character of the signature is taken', () => {
    fc.assert(
      fc.property(anyBytes, channelSecrets, anyChange, (body, secrets, change) => {
        const signature = signed(body, secrets[0] ?? '');
        for (let at = 0; at < body.length; at++)
          expect(isValidLineSignature(changedByte(body, at, change), secrets, signature)).toBe(false);
        for (let at = 0; at < signature.length; at++) {
          const changed = changedByte(Buffer.from(signature), at, change).toString('latin1');
          expect(isValidLineSignature(body, secrets, changed)).toBe(false);
        }
        expect(isValidLineSignature(Buffer.concat([body, body]), secrets, signature)).toBe(false);
        expect(isValidLineSignature(body.subarray(1), secrets, signature)).toBe(false);
      }),
    );
  });
});

const jwk = async (key: KeyObject, kid: string) => ({ ...(await exportJWK(key)), kid });
const v1 = (secret: string, text: Buffer) => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
};
const bytesOf = (token: string) =>
  token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.');

describe('Gemini', () => {
  const nowMs = Date.UTC(2026, 10, 21, 12);
  const edwards = generateKeyPairSync('ed25519');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const secrets = ['old', 'new'].map((word) => `whsec_${Buffer.from(word.repeat(8)).toString('base64')}`);
  let server: Server;
  let verify: ReturnType<typeof createGeminiWebhookVerifier>;

  beforeAll(async () => {
    const keySet = JSON.stringify({ keys: [await jwk(edwards.publicKey, 'ed'), await jwk(rsa.publicKey, 'rsa')] });
    server = createServer((_request, response) => void response.end(keySet));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    verify = createGeminiWebhookVerifier({ secrets, jwksUrl, now: () => nowMs });
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  type Delivery = { id: string; timestamp: string; body: Buffer; signature: string };
  const outcomeOf = async ({ id, timestamp, body, signature }: Delivery) => {
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    return verify(body, headers).catch((error: unknown) => {
      if (error instanceof GeminiWebhookRejected) return error.reason;
      throw error;
    });
  };
  const signedText = ({ id, timestamp, body }: Omit<Delivery, 'signature'>) =>
    Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const schemes: Record<string, (text: Buffer) => string> = {
    'v1 with the old secret': (text) => v1(secrets[0] ?? '', text),
    'v1 with the new secret': (text) => v1(secrets[1] ?? '', text),
    v1a: (text) => `v1a,${sign(null, text, edwards.privateKey).toString('base64')}`,
  };
  /** Bytes that are an event, in the middle of them some that are no UTF-8. */
  const anyBody = fc
    .tuple(fc.uint8Array({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }))
    .map(([odd, note]) =>
      Buffer.concat([
        Buffer.from('{"type":"batch.succeeded","data":{"id":"batches/a"},"odd":"'),
        odd.map((byte) => byte | 0x80),
        Buffer.from(`","note":${JSON.stringify(note)}}`),
      ]),
    );

  test.each(Object.entries(schemes))(
    '%s: a changed byte of id, time, body or signature is refused',
    async (_name, of) => {
      await fc.assert(
        fc.asyncProperty(
          anyBody,
          fc.stringMatching(/^msg_[a-z0-9]{1,20}$/),
          fc.nat(),
          anyChange,
          async (body, id, at, change) => {
            const good = { id, timestamp: String(nowMs / 1000), body };
            const signature = of(signedText(good));
            expect(await outcomeOf({ ...good, signature })).toMatchObject({ type: 'batch.succeeded', webhookId: id });
            const [scheme = '', base64 = ''] = signature.split(',');
            const bytes = Buffer.from(base64, 'base64');
            const changedText = (text: string) =>
              changedByte(Buffer.from(text), at % text.length, change).toString('latin1');
            for (const forged of [
              { ...good, signature, body: changedByte(body, at % body.length, change) },
              { ...good, signature, body: body.subarray(0, at % body.length) },
              { ...good, signature, id: changedText(id) },
              { ...good, signature, timestamp: String(nowMs / 1000 - 1 - (at % 300)) },
              { ...good, signature: `${scheme},${changedByte(bytes, at % bytes.length, change).toString('base64')}` },
            ])
              expect(await outcomeOf(forged)).toMatch(/^(bad-signature|missing-header)$/);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  test('jwt: a changed character is refused, unless it spells the same bytes', async () => {
    const body = Buffer.from('{"type":"ping"}');
    const jwt = await new SignJWT({ iat: nowMs / 1000, exp: nowMs / 1000 + 300 })
      .setProtectedHeader({ alg: 'RS256', kid: 'rsa' })
      .sign(rsa.privateKey);
    await fc.assert(
      fc.asyncProperty(fc.nat(jwt.length - 1), fc.stringMatching(/^[\w.-]$/), async (at, other) => {
        const forged = jwt.slice(0, at) + other + jwt.slice(at + 1);
        const isSame = bytesOf(forged) === bytesOf(jwt);
        const outcome = await outcomeOf({ id: 'msg_1', timestamp: '', body, signature: forged });
        expect(typeof outcome === 'object').toBe(isSame);
      }),
    );
  });

  test('whatever a signed body says, it is an event of ours or refused', async () => {
    const event = fc.record(
      {
        type: fc.oneof(fc.constant('batch.succeeded'), fc.jsonValue({ maxDepth: 1 })),
        data: fc.oneof(
          fc.jsonValue({ maxDepth: 2 }),
          fc.record({
            id: fc.jsonValue({ maxDepth: 1 }),
            name: fc.string(),
            user_metadata: fc.oneof(unknownFields, fc.jsonValue({ maxDepth: 2 })),
          }),
        ),
        user_metadata: fc.oneof(unknownFields, fc.jsonValue({ maxDepth: 2 })),
      },
      { requiredKeys: [] },
    );
    const anyText = fc.oneof(
      event.map((value) => JSON.stringify(value)),
      fc.json({ maxDepth: 2 }),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const good = { id: 'msg_1', timestamp: String(nowMs / 1000), body: Buffer.from(text) };
        const outcome = await outcomeOf({ ...good, signature: v1(secrets[0] ?? '', signedText(good)) });
        expect(isPolluted()).toBe(false);
        if (typeof outcome === 'string') return expect(outcome).toBe('bad-body');
        expect(outcome.batchName).toMatch(/^(batches\/[\w-]{1,128})?$/);
        for (const value of Object.values(outcome.userMetadata)) expect(typeof value).toBe('string');
        expect(Object.getPrototypeOf(outcome.userMetadata)).toBe(Object.prototype);
      }),
    );
  });
});
