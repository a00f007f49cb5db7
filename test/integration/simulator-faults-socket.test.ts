import type { FaultEffect } from '../../src/simulator/core/faults.ts';
import type { Journal } from '../../src/simulator/core/journal.ts';
import { clientOf, startLine } from '../support/line-simulator.ts';
import {
  addFault,
  documentedKinds,
  type Exchange,
  exchange,
  isJson,
  keyed,
  newest,
} from './simulator-faults-support.ts';
import { closeLater, model, sdk, startStage } from './simulator-gemini-support.ts';

type SocketKind = Exclude<FaultEffect['kind'], 'behaviour'>;

/** A fault, what its caller sees, and whether the request has been handled. */
type Row = { effect: FaultEffect; sees: (seen: Exchange, good: Exchange) => void; status?: number; handled: boolean };

const busy = { message: 'busy' };

const rows: Record<SocketKind, Row> = {
  status: {
    effect: { kind: 'status', status: 503, body: busy },
    sees: (seen) => expect(seen).toMatchObject({ status: 503, text: JSON.stringify(busy) }),
    status: 503,
    handled: false,
  },
  delay: {
    effect: { kind: 'delay', delayMs: 20 },
    sees: (seen, good) => expect(shapeOf(seen)).toEqual(shapeOf(good)),
    status: 200,
    handled: true,
  },
  reset: {
    effect: { kind: 'reset' },
    sees: (seen) => expect(seen).toEqual({ lost: 'ECONNRESET' }),
    status: undefined,
    handled: false,
  },
  'lost-answer': {
    effect: { kind: 'lost-answer' },
    sees: (seen) => expect(seen).toEqual({ lost: 'UND_ERR_SOCKET' }),
    status: 200,
    handled: true,
  },
  'broken-json': {
    effect: { kind: 'broken-json' },
    sees(seen) {
      expect(seen.status).toBe(200);
      expect(seen.text).toMatch(/^\{/);
      expect(isJson(seen.text)).toBe(false);
    },
    status: 200,
    handled: true,
  },
  html: {
    effect: { kind: 'html' },
    sees(seen) {
      expect(seen).toMatchObject({ status: 502, contentType: 'text/html' });
      expect(seen.text).toContain('502 Bad Gateway');
    },
    status: 502,
    handled: false,
  },
  'slow-body': {
    effect: { kind: 'slow-body', durationMs: 40 },
    sees: (seen, good) => expect(shapeOf(seen)).toEqual(shapeOf(good)),
    status: 200,
    handled: true,
  },
};

/** An answer without what differs from call to call. */
function shapeOf({ status, contentType, text }: Exchange) {
  return { status, contentType, members: Object.keys(JSON.parse(text ?? '')) };
}

/** A call that leaves something behind: how to make it, and how often it has been handled. */
type Target = { url: string; route: string; journal: Journal; call: () => Promise<Exchange>; handled: () => number };

async function pushes(): Promise<Target> {
  const { line, journal } = await startLine();
  closeLater(line.close);
  const call = () =>
    exchange(`${line.url}/v2/bot/message/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${line.channelAccessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ to: line.userId, messages: [{ type: 'text', text: 'x' }] }),
    });
  return { url: line.url, route: 'push', journal, call, handled: () => line.chat(line.userId).items.length };
}

const contents = [{ parts: [{ text: 'hello' }] }];

async function gemini(route: 'generateContent' | 'batchGenerateContent', body: unknown): Promise<Target> {
  const { simulator, journal } = await startStage();
  const call = () => exchange(`${simulator.url}/v1beta/models/${model}:${route}`, keyed(simulator, body));
  const handled = () => (route === 'generateContent' ? simulator.bill().length : simulator.batches().length);
  return { url: simulator.url, route, journal, call, handled };
}

const inputConfig = { requests: { requests: [{ request: { contents } }] } };

const targets: Record<string, () => Promise<Target>> = {
  'a push of LINE': pushes,
  'an answer of Gemini': () => gemini('generateContent', { contents }),
  'a new job of Gemini': () => gemini('batchGenerateContent', { batch: { inputConfig } }),
};

test('every kind in the page has a row, and every row is in the page', () => {
  expect(documentedKinds.toSorted()).toEqual(Object.keys(rows).toSorted());
});

describe.each(Object.entries(targets))('%s', (_name, start) => {
  test.each(Object.entries(rows))('meets %s once, as the page says', async (kind, row) => {
    const target = await start();
    const good = await target.call();
    expect(await addFault(target.url, { route: target.route, effect: row.effect })).toBe(201);
    const before = target.handled();
    row.sees(await target.call(), good);
    expect(target.handled() - before).toBe(row.handled ? 1 : 0);
    const { fault, status } = newest(target.journal, target.route) ?? {};
    expect({ fault, status }).toEqual({ fault: kind, status: row.status });
    expect((await target.call()).status).toBe(200);
    expect(newest(target.journal, target.route)?.fault).toBeUndefined();
  });
});

test.each(['lost-answer', 'broken-json'] as const)('an answer that met %s is billed, unconfirmed', async (kind) => {
  const { simulator } = await startStage();
  simulator.faults.add({ route: 'generateContent', effect: rows[kind].effect });
  await exchange(`${simulator.url}/v1beta/models/${model}:generateContent`, keyed(simulator, { contents }));
  await exchange(`${simulator.url}/v1beta/models/${model}:generateContent`, keyed(simulator, { contents }));
  expect(simulator.bill().map(({ confirmed }) => confirmed)).toEqual([false, true]);
});

test('a status comes with the headers that the fault gives it', async () => {
  const { simulator } = await startStage();
  const effect = { kind: 'status', status: 429, headers: { 'retry-after': '7' } } as const;
  await addFault(simulator.url, { route: 'models', effect });
  const answer = await fetch(`${simulator.url}/v1beta/models`, { headers: { 'x-goog-api-key': 'any' } });
  expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([429, '7', '{}']);
});

const longMs = 3_600_000;

test('while an answer is delayed, its message is already in the chat', async () => {
  const { line } = await startLine();
  closeLater(line.close);
  line.faults.add({ route: 'push', effect: { kind: 'delay', delayMs: longMs } });
  const shown = new Promise((resolve) => line.subscribe(resolve));
  const push = clientOf(line.url, line.channelAccessToken).pushMessage({
    to: line.userId,
    messages: [{ type: 'text', text: 'x' }],
  });
  const answered = push.then(() => 'answered').catch(() => 'closed');
  await shown;
  expect(line.chat(line.userId).items).toHaveLength(1);
  await line.close();
  expect(await answered).toBe('closed');
});

test('a slow body has its headers at once, and the caller who gives up has been charged', async () => {
  const { simulator } = await startStage();
  simulator.faults.add({ route: 'generateContent', effect: { kind: 'slow-body', durationMs: longMs } });
  const url = `${simulator.url}/v1beta/models/${model}:generateContent`;
  const answer = await fetch(url, keyed(simulator, { contents }));
  expect(answer.status).toBe(200);
  expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(100);
  await answer.body?.cancel();
  await exchange(url, keyed(simulator, { contents }));
  expect(simulator.bill().map(({ confirmed }) => confirmed)).toEqual([false, true]);
});

test('a slow body lasts longer than the SDK waits', async () => {
  const { simulator } = await startStage();
  simulator.faults.add({ route: 'generateContent', effect: { kind: 'slow-body', durationMs: longMs } });
  const asking = sdk(simulator).models.generateContent({
    model,
    contents: 'x',
    config: { httpOptions: { timeout: 200 } },
  });
  await expect(asking).rejects.toThrow(/abort/i);
  expect(simulator.bill()).toHaveLength(1);
});

test('a slow body comes whole in the end, also one of bytes, and so do its headers', async () => {
  const { simulator } = await startStage();
  simulator.faults.add({ route: 'streamGenerateContent', effect: { kind: 'slow-body', durationMs: 30 } });
  const seen = await exchange(
    `${simulator.url}/v1beta/models/${model}:streamGenerateContent?alt=sse`,
    keyed(simulator, { contents }),
  );
  expect(seen.contentType).toBe('text/event-stream');
  expect(seen.text?.match(/^data: .*$/gm)?.map((line) => isJson(line.slice(6)))).toEqual([true, true, true]);
});
