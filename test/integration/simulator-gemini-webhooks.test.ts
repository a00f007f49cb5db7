import { createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { Webhook } from 'standardwebhooks';
import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import { call, closeLater, model, startStage } from './simulator-gemini-support.ts';

type Delivery = { headers: IncomingHttpHeaders; raw: string; event: Event };

type Event = {
  type: string;
  version: string;
  data: { id: string; output_file_uri?: string; user_metadata?: unknown };
  user_metadata?: unknown;
};

/** A receiver that answers with these statuses in turn, then 200. */
async function startReceiver(statuses: number[] = []) {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString();
      deliveries.push({ headers: request.headers, raw, event: JSON.parse(raw) as Event });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeLater(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { uri: `http://127.0.0.1:${port}/hook`, deliveries };
}

async function stage(statuses?: number[], options: Parameters<typeof startStage>[0] = {}) {
  const receiver = await startReceiver(statuses);
  const started = await startStage(options);
  const { simulator, clock, ai } = started;
  const create = async () => {
    const webhookConfig = { uris: [receiver.uri], userMetadata: { surveyId: 's1' } };
    const job = await ai.batches.create({
      model,
      src: [{ contents: 'x', metadata: { key: 'k' } }],
      config: { displayName: 'job', webhookConfig },
    });
    return job.name ?? '';
  };
  const advance = async (seconds: number) => {
    await clock.advance(seconds * 1000);
    await simulator.webhooks.settled();
  };
  const fault = (name: string, value?: unknown) =>
    simulator.faults.add({ route: 'webhook', effect: { kind: 'behaviour', name, value } });
  return { ...started, ...receiver, create, advance, fault };
}

const jwksOf = async (simulator: GeminiSimulator) =>
  (await (await fetch(`${simulator.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;

/** Whether one of Google's Ed25519 keys signed this delivery. */
async function isSigned(simulator: GeminiSimulator, { headers, raw }: Delivery) {
  const [scheme, signature = ''] = String(headers['webhook-signature']).split(',');
  const text = Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${raw}`);
  const edwards = (await jwksOf(simulator)).keys.filter((key) => key.kty === 'OKP');
  return (
    scheme === 'v1a' &&
    edwards.some((key) => verify(null, text, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64')))
  );
}

describe('events of a job', () => {
  test('are signed as v1a with a key of the JWKS when asked, echo the user metadata, and stand in the journal', async () => {
    const { create, advance, deliveries, simulator, journal } = await stage([], { signWith: 'v1a' });
    const name = await create();
    await advance(7);
    expect(deliveries).toEqual([]);
    await advance(1);
    const [delivery] = deliveries;
    expect(delivery?.event).toMatchObject({
      type: 'batch.succeeded',
      version: 'v1',
      data: { id: name, user_metadata: { surveyId: 's1' } },
    });
    expect(delivery?.event.data.output_file_uri).toBeUndefined();
    expect(delivery?.headers['webhook-id']).toMatch(/^msg_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(delivery && (await isSigned(simulator, delivery))).toBe(true);
    expect(delivery && (await isSigned(simulator, { ...delivery, raw: `${delivery.raw} ` }))).toBe(false);
    const keys = (await jwksOf(simulator)).keys.map((key) => key.kty);
    expect(keys).toEqual(['OKP', 'OKP', 'OKP', 'RSA']);
    expect(journal.entries().filter((entry) => entry.side === 'gemini-webhook')).toMatchObject([
      { status: 200, method: 'POST' },
    ]);
  });

  test('come with an RS256 token as documented, here with the metadata at the top', async () => {
    const { create, advance, deliveries, simulator, uri } = await stage([], { userMetadataIn: 'top' });
    await create();
    await advance(8);
    const token = String(deliveries[0]?.headers['webhook-signature']);
    const keySet = createLocalJWKSet(await jwksOf(simulator));
    const { payload } = await jwtVerify(token, keySet, { algorithms: ['RS256'], issuer: simulator.url, audience: uri });
    expect(payload.exp).toBeGreaterThan(payload.iat ?? Infinity);
    expect(deliveries[0]?.event.user_metadata).toEqual({ surveyId: 's1' });
  });

  test.each(['FAILED', 'EXPIRED', 'CANCELLED'])('tell of %s too', async (state) => {
    const { create, deliveries, simulator } = await stage();
    const name = await create();
    await simulator.setBatchState(name, state);
    await simulator.webhooks.settled();
    expect(deliveries[0]?.event.type).toBe(`batch.${state.toLowerCase()}`);
  });

  test('are tried again with the same id and a new timestamp until a 2xx', async () => {
    const { create, advance, deliveries, simulator } = await stage([500, 503], { signWith: 'v1a' });
    await create();
    await advance(8);
    expect(deliveries).toHaveLength(1);
    await advance(1);
    await advance(2);
    await advance(100);
    expect(deliveries).toHaveLength(3);
    expect(new Set(deliveries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(deliveries.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
    for (const delivery of deliveries) expect(await isSigned(simulator, delivery)).toBe(true);
  });

  test('a receiver that is not there stops being tried after 24 hours', async () => {
    const { simulator, clock, ai, journal } = await startStage();
    const webhookConfig = { uris: ['http://127.0.0.1:1/'] };
    await ai.batches.create({ model, src: [{ contents: 'x' }], config: { webhookConfig } });
    await clock.advance(8000);
    await simulator.webhooks.settled();
    for (let next = clock.nextDueMs(); next !== undefined; next = clock.nextDueMs()) {
      await clock.advance(next - clock.nowMs());
      await simulator.webhooks.settled();
    }
    const attempts = journal.entries().filter((entry) => entry.side === 'gemini-webhook');
    expect(attempts).toHaveLength(17); // 2^0 + … + 2^15 s is within 24 h, 2^16 more is not
    expect(attempts.every((attempt) => attempt.status === undefined)).toBe(true);
  });
});

async function register(started: Awaited<ReturnType<typeof stage>>) {
  const { ai, uri } = started;
  return ai.webhooks.create({ name: 'mine', uri, subscribed_events: ['batch.succeeded'] });
}

describe('registered endpoints', () => {
  test('get events of jobs without their own webhook, verified with standardwebhooks', async () => {
    const started = await stage();
    const webhook = await register(started);
    expect(webhook).toMatchObject({ name: 'mine', state: 'enabled', uri: started.uri });
    await started.ai.batches.create({ model, src: [{ contents: 'x' }] });
    await started.advance(8);
    await started.create();
    await started.advance(8);
    const [mine, theirs] = started.deliveries;
    const verifier = new Webhook(webhook.new_signing_secret ?? '');
    expect(verifier.verify(mine?.raw ?? '', mine?.headers as Record<string, string>)).toMatchObject({
      type: 'batch.succeeded',
    });
    expect(String(theirs?.headers['webhook-signature'])).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test('can be listed, got, changed, pinged, rotated and deleted', async () => {
    const started = await stage();
    const { ai, simulator, deliveries } = started;
    const { id = '', new_signing_secret: first = '' } = await register(started);
    expect((await ai.webhooks.list()).webhooks).toHaveLength(1);
    expect((await ai.webhooks.get(id)).signing_secrets?.[0]?.truncated_secret).toBe(`whsec_...${first.slice(-4)}`);
    const changed = await call(simulator, 'PATCH', `/v1beta/webhooks/${id}?update_mask=name`, {
      name: 'new',
      state: 'disabled',
    });
    expect(changed.body).toMatchObject({ name: 'new', state: 'enabled' });
    const rotated = await ai.webhooks.rotateSigningSecret(id, {
      revocation_behavior: 'revoke_previous_secrets_after_h24',
    });
    await ai.webhooks.ping(id);
    await simulator.webhooks.settled();
    const headers = deliveries[0]?.headers as Record<string, string>;
    for (const secret of [first, rotated.secret ?? '']) {
      expect(new Webhook(secret).verify(deliveries[0]?.raw ?? '', headers)).toMatchObject({ type: 'ping' });
    }
    await call(simulator, 'POST', `/v1/webhooks/${id}/rotate_secret`, {
      revocation_behavior: 'REVOKE_PREVIOUS_SECRETS_IMMEDIATELY',
    });
    await ai.webhooks.ping(id);
    await simulator.webhooks.settled();
    expect(String(deliveries[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1);
    await ai.webhooks.delete(id);
    expect((await call(simulator, 'GET', `/v1beta/webhooks/${id}`)).status).toBe(404);
    const named = await call(simulator, 'POST', '/v1/webhooks?webhook_id=my-id', {
      uri: started.uri,
      subscribed_events: [],
    });
    expect(named.body.id).toBe('my-id');
  });
});

describe('faults of the sender', () => {
  test('lost never comes', async () => {
    const { create, advance, deliveries, fault } = await stage();
    fault('lost');
    await create();
    await advance(600);
    expect(deliveries).toEqual([]);
  });

  test('late comes late', async () => {
    const { create, advance, deliveries, fault } = await stage();
    fault('late', 90);
    await create();
    await advance(90);
    expect(deliveries).toHaveLength(0);
    await advance(8);
    expect(deliveries).toHaveLength(1);
  });

  test('doubled comes twice with one id', async () => {
    const { create, advance, deliveries, fault } = await stage();
    fault('doubled');
    await create();
    await advance(8);
    expect(deliveries).toHaveLength(2);
    expect(deliveries[0]?.headers['webhook-id']).toBe(deliveries[1]?.headers['webhook-id']);
  });

  test('reordered comes after the event of the next job', async () => {
    const { create, advance, deliveries, fault } = await stage();
    fault('reordered');
    const first = await create();
    await advance(1);
    const second = await create();
    await advance(8);
    expect(deliveries.map(({ event }) => event.data.id)).toEqual([second, first]);
    await advance(60);
    expect(deliveries).toHaveLength(2);
  });

  test('wrong-signature does not verify and too-old carries an old timestamp', async () => {
    const { create, advance, deliveries, fault, simulator, clock } = await stage([], { signWith: 'v1a' });
    fault('wrong-signature');
    await create();
    await advance(8);
    const [forged] = deliveries;
    expect(forged && (await isSigned(simulator, forged))).toBe(false);
    fault('too-old', 900);
    await create();
    await advance(8);
    const [, old] = deliveries;
    expect(old && (await isSigned(simulator, old))).toBe(true);
    expect(clock.nowMs() / 1000 - Number(old?.headers['webhook-timestamp'])).toBeGreaterThan(890);
  });

  test('events can be sent by hand: again, for a foreign job, or badly signed', async () => {
    const { create, advance, deliveries, simulator } = await stage([], { signWith: 'v1a' });
    await expect(simulator.webhooks.deliver({})).rejects.toThrow('say which uri');
    const name = await create();
    await advance(8);
    const batchId = name.replace('batches/', '');
    expect(await simulator.webhooks.deliver({ batchId, times: 2 })).toEqual([200, 200]);
    expect(new Set(deliveries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await simulator.webhooks.deliver({ foreign: true });
    expect(deliveries[3]?.event.data.id).not.toBe(name);
    expect(deliveries[3] && (await isSigned(simulator, deliveries[3]))).toBe(true);
    await simulator.webhooks.deliver({ batchId, wrongSignature: true });
    expect(deliveries[4] && (await isSigned(simulator, deliveries[4]))).toBe(false);
  });
});
