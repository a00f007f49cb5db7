import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { startWebhook } from '../support/line-simulator.ts';
import { addFault, behaviour, documentedNames } from './simulator-faults-support.ts';
import { closeLater, model, startStage } from './simulator-gemini-support.ts';

async function stage() {
  const receiver = await startWebhook();
  closeLater(receiver.close);
  const started = await startStage({ signWith: 'v1a' });
  const { simulator, clock, ai, journal } = started;
  const jwks: JSONWebKeySet = JSON.parse(await (await fetch(`${simulator.url}/.well-known/jwks.json`)).text());
  const publicKeys = jwks.keys.slice(0, 3).map((key): KeyObject => createPublicKey({ key, format: 'jwk' }));
  const advance = async (seconds: number) => {
    await clock.advance(seconds * 1000);
    await simulator.webhooks.settled();
  };
  const create = async () => {
    const config = { webhookConfig: { uris: [receiver.url] } };
    return (await ai.batches.create({ model, src: [{ contents: 'x' }], config })).name ?? '';
  };
  /** What has come: which job it tells of, whether it is signed, and how old it says it is. */
  const came = () =>
    receiver.received.map(({ headers, body }) => {
      const seconds = Number(headers['webhook-timestamp']);
      const text = Buffer.from(`${String(headers['webhook-id'])}.${seconds}.${body}`);
      const signature = Buffer.from(String(headers['webhook-signature']).replace('v1a,', ''), 'base64');
      return {
        job: JSON.parse(body).data.id,
        id: headers['webhook-id'],
        isSigned: publicKeys.some((key) => verify(null, text, key, signature)),
        ageSeconds: Math.floor(clock.nowMs() / 1000) - seconds,
      };
    });
  const marks = () =>
    journal.entries().flatMap(({ side, fault, status }) => (side === 'gemini-webhook' ? [[fault, status]] : []));
  return { ...started, advance, create, came, marks };
}

type Staged = Awaited<ReturnType<typeof stage>>;

type Row = { value?: unknown; sees: (staged: Staged, job: string) => Promise<void> };

const rows: Record<string, Row> = {
  lost: {
    async sees({ advance, came, marks }) {
      await advance(24 * 3600);
      expect(came()).toEqual([]);
      expect(marks()).toEqual([['behaviour:lost', undefined]]);
    },
  },
  late: {
    value: 90,
    async sees({ advance, came, marks }, job) {
      await advance(97);
      expect(came()).toEqual([]);
      await advance(1);
      expect(came()).toMatchObject([{ job, isSigned: true, ageSeconds: 0 }]);
      expect(marks()).toEqual([['behaviour:late', 200]]);
    },
  },
  doubled: {
    async sees({ advance, came, marks }, job) {
      await advance(8);
      expect(came()).toMatchObject([
        { job, isSigned: true },
        { job, isSigned: true },
      ]);
      expect(came()[0]?.id).toBe(came()[1]?.id);
      expect(marks()).toEqual([
        ['behaviour:doubled', 200],
        ['behaviour:doubled', 200],
      ]);
    },
  },
  reordered: {
    async sees({ advance, create, came, marks }, job) {
      await advance(1);
      const second = await create();
      await advance(8);
      expect(came()).toMatchObject([{ job: second }, { job }]);
      expect(marks()).toEqual([
        [undefined, 200],
        ['behaviour:reordered', 200],
      ]);
    },
  },
  'wrong-signature': {
    async sees({ advance, came, marks }, job) {
      await advance(3600);
      expect(came()).toMatchObject([{ job, isSigned: false }]);
      expect(marks()).toEqual([['behaviour:wrong-signature', 200]]);
    },
  },
  'too-old': {
    value: 900,
    async sees({ advance, came, marks }, job) {
      await advance(8);
      expect(came()).toMatchObject([{ job, isSigned: true, ageSeconds: 900 }]);
      expect(marks()).toEqual([['behaviour:too-old', 200]]);
    },
  },
};

test('every behaviour of webhooks in the page has a row, and every row is in the page', () => {
  expect(Object.keys(rows).toSorted()).toEqual(documentedNames('Gemini', 'webhook'));
});

test.each(Object.entries(rows))('the event of a job is %s, and the job is as it was', async (name, row) => {
  const staged = await stage();
  expect(await addFault(staged.simulator.url, behaviour('webhook', name, row.value))).toBe(201);
  const job = await staged.create();
  await row.sees(staged, job);
  expect(staged.simulator.faults.list()).toEqual([]);
  expect(staged.simulator.batches().map(({ state }) => state)).toContain('SUCCEEDED');
});

test('the event after a fault is as it should be', async () => {
  const { simulator, create, advance, came, marks } = await stage();
  await addFault(simulator.url, behaviour('webhook', 'lost'));
  await create();
  const second = await create();
  await advance(8);
  expect(came()).toMatchObject([{ job: second, isSigned: true, ageSeconds: 0 }]);
  expect(marks()).toEqual([
    ['behaviour:lost', undefined],
    [undefined, 200],
  ]);
});

test('deliveries at one moment stand in the journal in the order of their jobs, whoever answers first', async () => {
  const slow = await startWebhook([0]);
  closeLater(slow.close);
  const { simulator, clock, ai, journal } = await startStage();
  const quick = await startWebhook();
  closeLater(quick.close);
  for (const { url } of [slow, quick]) {
    await ai.batches.create({ model, src: [{ contents: 'x' }], config: { webhookConfig: { uris: [url] } } });
  }
  await clock.advance(8000);
  while (slow.received.length + quick.received.length < 2) await new Promise(setImmediate);
  await slow.close();
  await simulator.webhooks.settled();
  const paths = journal.entries().flatMap(({ side, path }) => (side === 'gemini-webhook' ? [path] : []));
  expect(paths).toEqual([slow.url, quick.url]);
});
