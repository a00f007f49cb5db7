import { createHmac, randomBytes, randomUUID, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededEd25519Key } from '../src/simulator/gemini/webhooks/seeded-keys.ts';
import { everyone } from './support/everyone.ts';
import type { Webhook } from './support/mailbox.ts';
import { post } from './support/post.ts';
import type { Row } from './support/rows.ts';
import type { Scale } from './support/scale.ts';
import { type System, startSystem } from './support/system.ts';
import { poll } from './support/waiting-analyses.ts';

const maxRatio = 3;
const atOnce = 4;
const warmUpRequests = 50;
const readyWithinMs = 60_000;
/** The seed of the simulated vendors; its second key signs the webhooks. */
const signingKey = seededEd25519Key(1, 'gemini:ed25519:2');

/** One kind of request: the status that it must be answered with, and the n-th of its kind. */
type Kind = { status: number; make: (n: number) => Webhook };

/**
 * (f) What a rejected webhook costs the API beside an accepted small one: CPU time of the API's process per request, by its
 * own metrics. The rejected ones are as costly as they come: as large as the route takes, with signatures of the right form,
 * each from another address so that no limit helps.
 */
export async function measureRejectedWebhooks({ rejections }: Scale): Promise<Row[]> {
  await using system = await startSystem({ batchSeconds: 1 });
  const { channelSecret, geminiUrl } = await system.vendors.call('addresses');
  // The simulator makes its keys when they are first asked for, which can take longer than the API waits.
  await fetch(`${geminiUrl}/.well-known/jwks.json`);
  const kinds = kindsOf(system, channelSecret);
  const cpuMicros: Record<string, number> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    // A fresh Temporal knows the search attributes only after a while.
    await poll(
      name,
      async () => (await post(system.apiUrl, kind.make(0))).status === kind.status || undefined,
      readyWithinMs,
    );
    await send(system, kind, 1, warmUpRequests);
    const beforeSeconds = await cpuSeconds(system);
    await send(system, kind, 1 + warmUpRequests, rejections);
    cpuMicros[name] = ((await cpuSeconds(system)) - beforeSeconds) * (1e6 / rejections);
  }
  return [
    rowOf('LINE', cpuMicros.baseline ?? 0, cpuMicros.lineAccepted ?? 0, cpuMicros.lineRejected ?? 0),
    rowOf('Gemini', cpuMicros.baseline ?? 0, cpuMicros.geminiAccepted ?? 0, cpuMicros.geminiRejected ?? 0),
  ];
}

function kindsOf({ installation }: System, channelSecret: string): Record<string, Kind> {
  const sealed = installation.keyRing.sealText('analysis:bench:bench', 'webhook-metadata');
  const event = { type: 'batch.succeeded', data: { id: 'batches/abc', user_metadata: { hyoban: sealed } } };
  return {
    baseline: { status: 404, make: (n) => webhook('/nothing', {}, Buffer.from('{}'), n) },
    lineAccepted: {
      status: 200,
      make(n) {
        const body = lineBody();
        return webhook('/webhooks/line', { 'x-line-signature': hmacOf(channelSecret, body) }, body, n);
      },
    },
    lineRejected: {
      status: 401,
      make: (n) =>
        webhook(
          '/webhooks/line',
          { 'x-line-signature': randomBytes(32).toString('base64') },
          Buffer.alloc(1024 * 1024, 'a'),
          n,
        ),
    },
    geminiAccepted: {
      status: 200,
      make: (n) => geminiWebhook(Buffer.from(JSON.stringify(event)), n, (text) => [sign(null, text, signingKey)]),
    },
    geminiRejected: {
      status: 401,
      make: (n) => geminiWebhook(Buffer.alloc(64 * 1024, 'a'), n, () => [randomBytes(64), randomBytes(64)]),
    },
  };
}

function geminiWebhook(body: Buffer, n: number, signaturesOf: (signed: Buffer) => Buffer[]): Webhook {
  const [id, timestamp] = [`msg_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
  const signatures = signaturesOf(Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]));
  const signature = signatures.map((bytes) => `v1a,${bytes.toString('base64')}`).join(' ');
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return webhook('/webhooks/gemini', headers, body, n);
}

/** A request from an address of its own. */
function webhook(path: string, headers: Record<string, string>, body: Buffer, n: number): Webhook {
  const address = `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
  return { path, headers: { 'content-type': 'application/json', 'x-forwarded-for': address, ...headers }, body };
}

/** One location event in the form of "Webhook Event Objects"; each starts a search. */
function lineBody(): Buffer {
  const source = { type: 'user', userId: `U${randomBytes(16).toString('hex')}` };
  const message = {
    type: 'location',
    id: '600000000000000001',
    latitude: 25.0339,
    longitude: 121.5645,
    title: '信義區',
  };
  const event = {
    ...{ type: 'message', message, mode: 'active', timestamp: Date.now(), replyToken: randomBytes(16).toString('hex') },
    ...{
      webhookEventId: randomBytes(13).toString('hex').toUpperCase(),
      deliveryContext: { isRedelivery: false },
      source,
    },
  };
  return Buffer.from(JSON.stringify({ destination: source.userId, events: [event] }));
}

const hmacOf = (secret: string, body: Buffer) => createHmac('sha256', secret).update(body).digest('base64');

/**
 * Sends that many, some at once. A 503 says that Temporal was late on a busy machine; the API has done its part.
 *
 * @throws Error for an answer that is another than the kind's.
 */
async function send({ apiUrl }: System, { status, make }: Kind, from: number, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += atOnce) {
    const group = Array.from({ length: Math.min(atOnce, count - sent) }, (_, index) => from + sent + index);
    await everyone(group, async (n) => {
      const answer = await post(apiUrl, make(n));
      if (answer.status !== status && answer.status !== 503)
        throw new Error(`${make(n).path} answered ${answer.status} instead of ${status}`);
    });
  }
}

/** CPU time of the API's process so far. The library behind the metrics adds it up when it is asked. */
async function cpuSeconds({ metricsUrl }: System): Promise<number> {
  // Whatever goes on after the last answer belongs to it.
  await sleep(500);
  const text = await (await fetch(metricsUrl)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
}

const micros = (value: number) => `${value.toFixed(0)} µs`;

function rowOf(vendor: string, baselineMicros: number, acceptedMicros: number, rejectedMicros: number): Row {
  const ratio = rejectedMicros / acceptedMicros;
  return {
    part: 'f',
    what: `API CPU of the costliest rejected ${vendor} webhook beside an accepted small one`,
    target: `<= ${maxRatio} times`,
    measured: `${ratio.toFixed(2)} times: ${micros(rejectedMicros)} beside ${micros(acceptedMicros)} (a POST to an unknown path: ${micros(baselineMicros)})`,
    met: ratio <= maxRatio,
    numbers: { ratio, rejectedMicros, acceptedMicros, baselineMicros },
  };
}
