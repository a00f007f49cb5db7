import { defaultPayloadConverter } from '@temporalio/common';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createEncryptionCodec } from '../../src/temporal/codec.ts';
import { buildCodecServer } from '../../src/temporal/codec-server.ts';
import { newKey, parseKeyRing } from '../../src/temporal/key-ring.ts';
import { present } from '../support/person.ts';

const keyRing = parseKeyRing(`a:${newKey()}`);
const webUi = 'http://127.0.0.1:8233';
const token = 'a token of more than sixteen characters';
let open: FastifyInstance;
let closed: FastifyInstance;

beforeAll(async () => {
  open = buildCodecServer({ keyRing, allowedOrigins: [webUi], token: undefined });
  closed = buildCodecServer({ keyRing, allowedOrigins: [webUi], token });
  await open.listen({ host: '127.0.0.1', port: 0 });
  await closed.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await open.close();
  await closed.close();
});

const toBase64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');

/** A payload as the Web UI sends it: proto JSON, bytes in base64. */
async function encryptedPayload(value: unknown, ring = keyRing) {
  const [payload] = await createEncryptionCodec(ring).encode([present(defaultPayloadConverter.toPayload(value))]);
  const metadata = Object.fromEntries(
    Object.entries(payload?.metadata ?? {}).map(([key, bytes]) => [key, toBase64(bytes)]),
  );
  return { metadata, data: toBase64(payload?.data) };
}

const urlOf = (server: FastifyInstance) => server.listeningOrigin;

async function ask(server: FastifyInstance, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${urlOf(server)}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

const answerSchema = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.string()), data: z.string() })),
});
const plain = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64').toString();

test('what the bot encrypted is shown to the Web UI, and what an operator types is encrypted', async () => {
  const response = await ask(
    open,
    '/decode',
    { payloads: [await encryptedPayload({ name: '鼎泰豐' })] },
    { origin: webUi },
  );
  expect(response.headers.get('access-control-allow-origin')).toBe(webUi);
  const [decoded] = answerSchema.parse(await response.json()).payloads;
  expect(plain(decoded?.metadata.encoding)).toBe('json/plain');
  expect(JSON.parse(plain(decoded?.data))).toEqual({ name: '鼎泰豐' });

  const encoded = answerSchema.parse(await (await ask(open, '/encode', { payloads: [decoded] })).json());
  expect(plain(encoded.payloads[0]?.metadata.encoding)).toBe('binary/encrypted');
  const back = answerSchema.parse(await (await ask(open, '/decode', encoded)).json());
  expect(back.payloads).toEqual([decoded]);
});

test('the temporal command asks with an empty body where there is no payload, and gets an empty list', async () => {
  const response = await ask(open, '/decode', {});
  expect(await response.json()).toEqual({ payloads: [] });
});

test('a page of another origin is refused, and the preflight of the Web UI is answered', async () => {
  expect((await ask(open, '/decode', { payloads: [] }, { origin: 'https://evil.example' })).status).toBe(403);
  const preflight = await fetch(`${urlOf(open)}/decode`, {
    method: 'OPTIONS',
    headers: { origin: webUi },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
    204,
    expect.stringContaining('x-namespace'),
  ]);
});

test('with a token nothing is shown without it', async () => {
  const body = { payloads: [await encryptedPayload('secret')] };
  expect((await ask(closed, '/decode', body)).status).toBe(401);
  expect((await ask(closed, '/decode', body, { authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await ask(closed, '/decode', body, { authorization: `Bearer ${token}` })).status).toBe(200);
});

test.each(['/default/decode', '/codec/decode', '/decode/', '/a/b/decode/'])('the path %s is taken', async (path) => {
  const response = await ask(open, path, { payloads: [await encryptedPayload('x')] });
  const [decoded] = answerSchema.parse(await response.json()).payloads;
  expect(plain(decoded?.data)).toBe('"x"');
});

test.each(['/', '/decoded', '/decode/other', '/xdecode'])('the path %s is none', async (path) => {
  expect((await ask(open, path, { payloads: [] })).status).toBe(404);
});

test('a payload that cannot be opened is answered as it came, and its neighbours are shown', async () => {
  const foreign = await encryptedPayload('x', parseKeyRing(`a:${newKey()}`));
  const odd = { metadata: { encoding: toBase64(Buffer.from('json/plain')) }, data: toBase64(Buffer.from('"plain"')) };
  const payloads = [foreign, await encryptedPayload('mine'), odd, { metadata: 7 }];
  const answer: unknown = await (await ask(open, '/decode', { payloads })).json();
  expect(answer).toMatchObject({ payloads: [foreign, { data: toBase64(Buffer.from('"mine"')) }, odd, {}] });
});

test('other bodies get a sentence, not an error page', async () => {
  for (const body of [{ payloads: 'x' }, [], { payloads: [7] }]) {
    const response = await ask(open, '/decode', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/\.$/) });
  }
});
