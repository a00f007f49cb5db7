import type { GoogleGenAI } from '@google/genai';
import { Webhook } from 'standardwebhooks';
import { claimsOf, isSignedV1a, majors, startMajor, startReceiver } from '../support/sdk-gemini.ts';
import { model } from './simulator-gemini-support.ts';

const create = (ai: GoogleGenAI, uris?: string[]) =>
  ai.batches.create({
    model,
    src: [{ contents: 'x' }],
    config: uris ? { webhookConfig: { uris, userMetadata: { surveyId: 's1' } } } : {},
  });

describe.each(majors)('%s', (_name, major) => {
  test('registers an endpoint, whose deliveries standardwebhooks verifies', async () => {
    const receiver = await startReceiver();
    const { ai, clock, simulator } = await startMajor(major);
    const webhook = await ai.webhooks.create({
      name: 'mine',
      uri: receiver.url,
      subscribed_events: ['batch.succeeded'],
    });
    await create(ai);
    await clock.advance(8000);
    await simulator.webhooks.settled();
    const [delivery] = receiver.received;
    const headers = delivery?.headers as Record<string, string>;
    const verifier = new Webhook(webhook.new_signing_secret ?? '');
    expect(verifier.verify(delivery?.body ?? '', headers)).toMatchObject({ type: 'batch.succeeded', version: 'v1' });
    expect(() => verifier.verify(`${delivery?.body} `, headers)).toThrow('No matching signature');
  });

  test('lists, gets, changes, pings, rotates and deletes it', async () => {
    const receiver = await startReceiver();
    const { ai, simulator, routed } = await startMajor(major);
    const made = await ai.webhooks.create({ name: 'old', uri: receiver.url, subscribed_events: ['batch.failed'] });
    const id = made.id ?? '';
    expect((await ai.webhooks.list()).webhooks?.map((webhook) => webhook.id)).toEqual([id]);
    await ai.webhooks.update(id, { name: 'new', update_mask: 'name' });
    const got = await ai.webhooks.get(id);
    expect(got).toMatchObject({ id, name: 'new', state: 'enabled', subscribed_events: ['batch.failed'] });
    expect(got.new_signing_secret).toBeUndefined();
    const revocation_behavior = 'revoke_previous_secrets_immediately';
    const { secret = '' } = await ai.webhooks.rotateSigningSecret(id, { revocation_behavior });
    await ai.webhooks.ping(id);
    await simulator.webhooks.settled();
    const [ping] = receiver.received;
    const headers = ping?.headers as Record<string, string>;
    expect(new Webhook(secret).verify(ping?.body ?? '', headers)).toMatchObject({ type: 'ping' });
    expect(() => new Webhook(made.new_signing_secret ?? '').verify(ping?.body ?? '', headers)).toThrow(
      'No matching signature',
    );
    await ai.webhooks.delete(id);
    expect((await ai.webhooks.list()).webhooks).toEqual([]);
    await expect(ai.webhooks.get(id)).rejects.toMatchObject({ status: 404 });
    for (const entry of routed('webhooksGet')) expect(entry.path).toBe(`/${major.version}/webhooks/${id}`);
  });

  test('names an endpoint for one job, signed by a published Ed25519 key when asked', async () => {
    const receiver = await startReceiver();
    const { ai, clock, simulator } = await startMajor(major, { signWith: 'v1a' });
    const { name } = await create(ai, [receiver.url]);
    await clock.advance(8000);
    await simulator.webhooks.settled();
    expect(receiver.received).toHaveLength(1);
    for (const delivery of receiver.received) {
      expect(await isSignedV1a(simulator, delivery)).toBe(true);
      expect(await isSignedV1a(simulator, { ...delivery, body: `${delivery.body} ` })).toBe(false);
      expect(JSON.parse(delivery.body).data).toMatchObject({ id: name, user_metadata: { surveyId: 's1' } });
    }
  });

  test('names an endpoint for one job, signed by an RS256 token', async () => {
    const receiver = await startReceiver();
    const { ai, clock, simulator } = await startMajor(major);
    await create(ai, [receiver.url]);
    await clock.advance(8000);
    await simulator.webhooks.settled();
    expect(receiver.received).toHaveLength(1);
    for (const delivery of receiver.received) {
      expect(await claimsOf(simulator, delivery)).toMatchObject({ iss: simulator.url, aud: receiver.url });
    }
  });

  test('tries again by itself after a 503, but not when the answer is lost', async () => {
    const { ai, simulator, routed } = await startMajor(major);
    const register = (name: string) =>
      ai.webhooks.create({ name, uri: 'http://127.0.0.1:1/', subscribed_events: ['batch.succeeded'] });
    const headers = { 'retry-after': '0' };
    simulator.faults.add({ route: 'webhooksCreate', effect: { kind: 'status', status: 503, headers }, times: 2 });
    await register('third time lucky');
    simulator.faults.add({ route: 'webhooksCreate', effect: { kind: 'lost-answer' } });
    await expect(register('made all the same')).rejects.toThrow('fetch failed');
    expect(routed('webhooksCreate').map(({ status }) => status)).toEqual([503, 503, 200, 200]);
    const names = (await ai.webhooks.list()).webhooks?.map((webhook) => webhook.name);
    expect(names).toEqual(['made all the same', 'third time lucky']);
  });

  test('has errors of its own kind', async () => {
    const { ai } = await startMajor(major);
    const refused = await ai.webhooks
      .create({ name: 'x', uri: 'nonsense', subscribed_events: [] })
      .catch((thrown) => thrown);
    expect(refused).toMatchObject({ status: 400 });
    expect(refused.name).not.toBe('ApiError');
  });
});
