import type { GoogleGenAI } from '@google/genai';
import { Webhook } from 'standardwebhooks';
import type { GeminiSimulatorOptions } from '../../src/simulator/gemini/simulator.ts';
import { startWebhook } from '../support/line-simulator.ts';
import { claimsOf, startReceiver } from '../support/sdk-gemini.ts';
import { call, closeLater, model, startStage } from './simulator-gemini-support.ts';

const day = 24 * 60 * 60;

async function stage(
  options: Partial<GeminiSimulatorOptions> = {},
  receiver?: Awaited<ReturnType<typeof startReceiver>>,
) {
  const started = await startStage(options);
  const { simulator, clock, ai } = started;
  const { url, received } = receiver ?? (await startReceiver());
  const advance = async (seconds: number) => {
    await clock.advance(seconds * 1000);
    await simulator.webhooks.settled();
  };
  const register = (events = ['batch.succeeded']) =>
    ai.webhooks.create({ name: 'mine', uri: url, subscribed_events: events });
  return { ...started, url, received, advance, register, bodies: () => received.map(({ body }) => JSON.parse(body)) };
}

async function fileJob(ai: GoogleGenAI, uris?: string[]): Promise<string> {
  const line = JSON.stringify({ key: 'k', request: { contents: [{ parts: [{ text: 'hi' }] }] } });
  const file = await ai.files.upload({ file: new Blob([line]), config: { mimeType: 'application/jsonl' } });
  const webhookConfig = uris && { uris, userMetadata: { survey_id: 's1' } };
  return (await ai.batches.create({ model, src: file.name ?? '', config: { webhookConfig } })).name ?? '';
}

test.each([
  [{}, (name: string) => ({ id: name, output_file_uri: `files/batch-${name.slice(8)}` })],
  [{ eventBatchId: 'id' }, (name: string) => ({ id: name.slice(8), output_file_uri: `files/batch-${name.slice(8)}` })],
  [{ eventOutputUri: 'none' }, (name: string) => ({ id: name })],
  [
    { eventOutputUri: 'uri' },
    (name: string, origin: string) => ({ id: name, output_file_uri: `${origin}/v1beta/files/batch-${name.slice(8)}` }),
  ],
] as const)('an event with %j names the job and its file', async (options, data) => {
  const { ai, advance, bodies, url, simulator } = await stage({ ...options, userMetadataIn: 'none' });
  const name = await fileJob(ai, [url]);
  await advance(8);
  expect(bodies()).toEqual([
    { type: 'batch.succeeded', version: 'v1', timestamp: expect.any(String), data: data(name, simulator.url) },
  ]);
});

test('a failed job tells why', async () => {
  const { ai, bodies, url, simulator } = await stage();
  await simulator.setBatchState(await fileJob(ai, [url]), 'FAILED');
  await simulator.webhooks.settled();
  expect(bodies()).toMatchObject([
    { type: 'batch.failed', data: { error_code: 13, error_message: expect.any(String) } },
  ]);
});

test('a job with its own endpoints leaves the registered ones alone, and tells each of its own', async () => {
  const other = await startReceiver();
  const { ai, advance, received, register, url, simulator } = await stage();
  await register();
  await fileJob(ai, [other.url, other.url]);
  await advance(8);
  expect([received.length, other.received.length]).toEqual([0, 2]);
  await fileJob(ai);
  await advance(8);
  expect(received).toHaveLength(1);
  const nonsense = { batch: { inputConfig: { fileName: 'files/x' }, webhookConfig: { uris: ['nonsense'] } } };
  const refused = await call(simulator, 'POST', `/v1beta/models/${model}:batchGenerateContent`, nonsense);
  expect([refused.status, url === other.url]).toEqual([400, false]);
});

test('registered endpoints hear what they asked for, while they are enabled', async () => {
  const { ai, advance, bodies, register, simulator } = await stage();
  const { id = '' } = await register(['batch.cancelled', 'batch.expired']);
  await fileJob(ai);
  await advance(8);
  await ai.batches.cancel({ name: await fileJob(ai) });
  await simulator.webhooks.settled();
  expect(bodies().map(({ type }) => type)).toEqual(['batch.cancelled']);
  await call(simulator, 'PATCH', `/v1beta/webhooks/${id}`, { state: 'disabled' });
  await ai.batches.cancel({ name: await fileJob(ai) });
  await simulator.webhooks.settled();
  expect(bodies()).toHaveLength(1);
});

test('tokens have the claims that the settings say', async () => {
  const jwtClaims = { issuer: 'https://issuer.example', audience: 'mine', lifetimeSeconds: 60 };
  const { ai, advance, received, url, simulator } = await stage({
    signWith: 'jwt',
    jwtClaims,
    signatureTimeMs: Date.now,
  });
  await fileJob(ai, [url]);
  await advance(8);
  for (const delivery of received) {
    const { iss, aud, iat = 0, exp = 0 } = await claimsOf(simulator, delivery);
    expect({ iss, aud, lifetime: exp - iat }).toEqual({ iss: jwtClaims.issuer, aud: 'mine', lifetime: 60 });
  }
  expect(received).toHaveLength(1);
});

test('a ping has a type that can be set', async () => {
  const { ai, bodies, register, simulator } = await stage({ pingEventType: 'webhook.ping' });
  const { id = '' } = await register();
  await ai.webhooks.ping(id);
  await simulator.webhooks.settled();
  expect(bodies()).toMatchObject([{ type: 'webhook.ping', data: { id } }]);
});

describe('secrets', () => {
  test('overlap for 24 hours after a rotation, and no longer', async () => {
    const { ai, clock, register, received, simulator } = await stage({ signatureTimeMs: Date.now });
    const { id = '', new_signing_secret: first = '' } = await register();
    const { secret: second = '' } = await ai.webhooks.rotateSigningSecret(id, {});
    const [old, fresh] = (await ai.webhooks.get(id)).signing_secrets ?? [];
    expect(Date.parse(old?.expire_time ?? '') - clock.nowMs()).toBe(day * 1000);
    expect([fresh?.expire_time, fresh?.truncated_secret]).toEqual([undefined, `whsec_...${second.slice(-4)}`]);
    const verifiedBy = async (secret: string) => {
      await ai.webhooks.ping(id);
      await simulator.webhooks.settled();
      const { body, headers } = received.at(-1) ?? { body: '', headers: {} };
      try {
        return Boolean(new Webhook(secret).verify(body, headers as Record<string, string>));
      } catch {
        return false;
      }
    };
    expect([await verifiedBy(first), await verifiedBy(second)]).toEqual([true, true]);
    await clock.advance(day * 1000);
    expect([await verifiedBy(first), await verifiedBy(second)]).toEqual([false, true]);
    expect((await ai.webhooks.get(id)).signing_secrets).toHaveLength(2);
  });

  test.each([
    ['REVOKE_PREVIOUS_SECRETS_IMMEDIATELY', 200, 1],
    ['REVOKE_PREVIOUS_SECRETS_AFTER_H24', 200, 2],
    ['some_day', 400, 1],
  ])('rotated with %s answer %d and leave %d', async (behavior, status, left) => {
    const { ai, register, simulator } = await stage();
    const { id = '' } = await register();
    const rotated = await call(simulator, 'POST', `/v1/webhooks/${id}/rotate_secret`, {
      revocation_behavior: behavior,
    });
    expect(rotated.status).toBe(status);
    expect((await ai.webhooks.get(id)).signing_secrets).toHaveLength(left);
  });
});

/** Endpoints have ten seconds unless told otherwise. */
const shorterThanUsual = 9000;

describe('an endpoint that does not answer', () => {
  test(
    'has as long as the settings say',
    async () => {
      const silent = await startWebhook([0]);
      closeLater(silent.close);
      const { ai, advance, journal } = await stage({ webhookTimeoutMs: 50 }, silent);
      await fileJob(ai, [silent.url]);
      await advance(8);
      await advance(1);
      const attempts = journal.entries().filter(({ side }) => side === 'gemini-webhook');
      expect(attempts.map(({ status }) => status)).toEqual([undefined, 200]);
    },
    shorterThanUsual,
  );

  test.each([
    [undefined, 'enabled'],
    [true, 'disabled_due_to_failed_deliveries'],
  ])(
    'with disableFailingWebhooks %s is %s once it was given up, until it is enabled again',
    async (disableFailingWebhooks, state) => {
      const { ai, simulator, clock } = await startStage({ disableFailingWebhooks });
      const uri = 'http://127.0.0.1:1/';
      const { id = '' } = await ai.webhooks.create({ name: 'gone', uri, subscribed_events: ['batch.succeeded'] });
      await fileJob(ai);
      await clock.advance(8000);
      await simulator.webhooks.settled();
      for (let tries = 0; tries < 16; tries++) {
        expect((await ai.webhooks.get(id)).state).toBe('enabled');
        await clock.advance(2 ** tries * 1000);
        await simulator.webhooks.settled();
      }
      expect((await ai.webhooks.get(id)).state).toBe(state);
      await call(simulator, 'PATCH', `/v1beta/webhooks/${id}`, { state: 'enabled' });
      expect((await ai.webhooks.get(id)).state).toBe('enabled');
    },
  );
});

test('registered endpoints are listed in pages, and refused without an address or a name of their own', async () => {
  const { ai, register, simulator, url } = await stage();
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push((await register()).id);
  const first = await ai.webhooks.list({ page_size: 2 });
  const second = await ai.webhooks.list({ page_size: 2, page_token: first.next_page_token });
  expect([...(first.webhooks ?? []), ...(second.webhooks ?? [])].map(({ id }) => id)).toEqual(ids.toReversed());
  expect(second.next_page_token).toBeUndefined();
  const status = async (body: object, query = '') =>
    (await call(simulator, 'POST', `/v1/webhooks${query}`, body)).status;
  expect(await status({ name: 'x', subscribed_events: [] })).toBe(400);
  expect(await status({ name: 'x', uri: url })).toBe(400);
  expect(await status({ name: 'x', uri: url, subscribed_events: [] }, `?webhook_id=${ids[0]}`)).toBe(400);
});
