import { createHmac } from 'node:crypto';
import type { ChatItem } from '../../src/simulator/line/simulator.ts';
import { findRestaurants } from '../support/analyses.ts';
import { buttonsOf, createPerson, type Person, present, textOf } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: Stack;

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal);
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const sign = (body: string | Buffer) => createHmac('sha256', stack.line.channelSecret).update(body).digest('base64');

async function post(path: string, body: string | Buffer, headers: Record<string, string>): Promise<number> {
  const response = await fetch(`${stack.api.url}${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  await response.arrayBuffer();
  return response.status;
}

const postLine = async (body: string | Buffer, headers: Record<string, string> = { 'x-line-signature': sign(body) }) =>
  post('/webhooks/line', body, headers);

const destination = 'U00000000000000000000000000000b07';
const webhook = (...events: unknown[]) => JSON.stringify({ destination, events });

function event(own: Record<string, unknown>): Record<string, unknown> {
  return {
    mode: 'active',
    timestamp: Date.now(),
    webhookEventId: '01JZZZZZZZZZZZZZZZZZZZZZZZ',
    deliveryContext: { isRedelivery: false },
    source: { type: 'user', userId: stack.line.userId },
    ...own,
  };
}

describe('the LINE webhook', () => {
  test('answers 200 to the connectivity check', async () => {
    expect(await postLine(webhook())).toBe(200);
  });

  test('answers 401 to a missing, forged, truncated, lengthened or nonsensical signature', async () => {
    const body = webhook();
    const right = sign(body);
    expect(await postLine(body, {})).toBe(401);
    const other = createHmac('sha256', 'another secret').update(body).digest('base64');
    for (const signature of [other, right.slice(0, -4), `${right}AAAA`, 'x', '%%%', '']) {
      expect([signature, await postLine(body, { 'x-line-signature': signature })]).toEqual([signature, 401]);
    }
  });

  test('answers 401 when the body changed after it was signed', async () => {
    const body = webhook();
    expect(await postLine(`${body} `, { 'x-line-signature': sign(body) })).toBe(401);
  });

  test('answers 400 to what is no JSON or no webhook, 413 to too much, 415 to another type', async () => {
    expect(await postLine('not json')).toBe(400);
    expect(await postLine('[]')).toBe(400);
    expect(await postLine('{"events":"many"}')).toBe(400);
    expect(await postLine(Buffer.alloc(1024 * 1024 + 1, 32))).toBe(413);
    expect(await postLine(webhook(), { 'x-line-signature': sign(webhook()), 'content-type': 'text/plain' })).toBe(415);
  });

  test('ignores unknown kinds, standby mode and unknown fields, and malformed events do not lose the others', async () => {
    const person = createPerson(stack.line, 'en');
    const body = webhook(
      event({ type: 'somethingNew', surprise: { deep: [1] } }),
      event({ type: 'message', mode: 'standby', message: { id: '1', type: 'text', text: 'hi', quoteToken: 'q' } }),
      event({ type: 'message', message: 'broken' }),
      event({ type: 'message', source: undefined, message: { id: '1', type: 'location' } }),
      null,
      7,
      event({ type: 'message', message: { id: '1', type: 'location', latitude: 'north', longitude: 1e9 } }),
    );
    expect(await postLine(body)).toBe(200);
    expect(person.received()).toEqual([]);
  });

  test('a forged button, one of another chat and one that leads nowhere are answered kindly and start nothing', async () => {
    const owner = createPerson(stack.line, 'en');
    const stranger = createPerson(stack.line, 'en');
    const data = await findRestaurants(owner);
    const batches = stack.gemini.batches().length;
    const [, , eventId, index, key] = data.split('.');
    const forged = [
      data,
      `v1.analyse.${eventId}.9.${key}`,
      `v1.analyse.${eventId}.${index}.AAAAAAAAAAAAAAAAAAAAAA`,
      'v1.analyse.01ARZ3NDEKTSV4RRFFQ69G5FAV.0.AAAAAAAAAAAAAAAAAAAAAA',
      'v0.analyse.x',
      '{"action":"analyse"}',
      `v1.cancel.${eventId}.${index}.${key}.deadbeef`,
    ];
    for (const forgedData of forged) {
      const answer = await answerTo(stranger, forgedData);
      expect([forgedData, answer.message.type]).toEqual([forgedData, 'text']);
    }
    expect(stack.gemini.batches().length).toBe(batches);
    expect(owner.received().length).toBe(1);
  });

  test('the same event twice at the same instant is answered once, and once more later not at all', async () => {
    const person = createPerson(stack.line, 'en');
    const searchesBefore = mapsSearches();
    const location = { id: '1', type: 'location', latitude: 25.0339, longitude: 121.5645 };
    const twin = {
      type: 'message',
      webhookEventId: '01K0000000000000000000TWIN',
      timestamp: Date.now(),
      message: location,
    };
    await Promise.all([sendRaw(person.userId, twin), sendRaw(person.userId, twin)]);
    await person.untilReceived(1);
    await sendRaw(person.userId, { ...twin, deliveryContext: { isRedelivery: true } });
    // Another event that is answered: whatever the twins caused has come before it.
    await person.type('help');
    await person.untilReceived(2);
    expect(person.received().length).toBe(2);
    expect(mapsSearches()).toBe(searchesBefore + 1);
  });
});

/** The answer to a raw tap; on a busy machine the bot may ask to tap once more, by a card with that very button. */
async function answerTo(person: Person, data: string): Promise<ChatItem> {
  for (let attempt = 1; ; attempt++) {
    const before = person.received().length;
    await sendRaw(person.userId, { type: 'postback', postback: { data } });
    const answer = present((await person.untilReceived(before + 1)).at(-1));
    const asksAgain = buttonsOf(answer.message).some((button) => button.data === data);
    if (!asksAgain || attempt === 5) return answer;
  }
}

function mapsSearches(): number {
  const bodies = stack.simulator.journal.entries().map((entry) => JSON.stringify(entry.requestBody ?? ''));
  return bodies.filter((body) => body.includes('googleMaps')).length;
}

/** Sends an event that the person's phone could not send. */
async function sendRaw(userId: string, raw: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${stack.line.url}/_sim/events/raw`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId, event: raw }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

describe('the Gemini webhook', () => {
  const body = JSON.stringify({
    type: 'batch.succeeded',
    version: 'v1',
    timestamp: new Date().toISOString(),
    data: { id: 'batches/x' },
  });

  test('answers 401 without a signature of Google, 415 to another type, 413 to too much', async () => {
    expect(await post('/webhooks/gemini', body, {})).toBe(401);
    const forged = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': `${Math.floor(Date.now() / 1000)}`,
      'webhook-signature': 'v1a,AAAA',
    };
    expect(await post('/webhooks/gemini', body, forged)).toBe(401);
    expect(await post('/webhooks/gemini', body, { 'content-type': 'text/plain' })).toBe(415);
    expect(await post('/webhooks/gemini', Buffer.alloc(1024 * 1024 + 1, 32), {})).toBe(413);
  });
});

test('unknown paths and forged report links are 404 without a word about the inside', async () => {
  for (const path of ['/', '/r/x', '/r/k1.AAAA', '/webhooks/line', '/r/..%2f..%2fetc%2fpasswd']) {
    const response = await fetch(`${stack.api.url}${path}`);
    expect([path, response.status]).toEqual([path, 404]);
    expect(await response.text()).not.toMatch(/at .*\.ts|Error:/);
  }
});

test('health, readiness and metrics are there, and metrics name no person', async () => {
  expect((await fetch(`${stack.api.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${stack.api.url}/readyz`)).status).toBe(200);
  const metrics = await (await fetch(`${stack.api.adminUrl}/metrics`)).text();
  expect(metrics).toContain('hyoban_line_events_total');
  expect(metrics).not.toMatch(/U[0-9a-f]{32}/);
  expect((await fetch(`${stack.api.url}/metrics`)).status).toBe(404);
});

test('a text that is neither command nor place gets the help', async () => {
  const person = createPerson(stack.line, 'en');
  await person.type('x'.repeat(500));
  await person.type('help');
  const [first, second] = await person.untilReceived(2);
  expect(first && second && textOf(first) === textOf(second)).toBe(true);
});
