import { z } from 'zod';
import { createClock } from '../../src/simulator/core/clock.ts';
import { createJournal } from '../../src/simulator/core/journal.ts';
import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import { startGeminiSimulator } from '../../src/simulator/gemini/start.ts';
import type { LineSimulator } from '../../src/simulator/line/simulator.ts';
import { startLineSimulator } from '../../src/simulator/line/start.ts';
import type { BotControls, WorkerChange } from '../../src/simulator/phone/bot.ts';
import { startPhone } from '../../src/simulator/phone/start.ts';

const viewsSchema = z.array(z.looseObject({ id: z.string(), position: z.string(), remaining: z.string().optional() }));

/** A worker that is only words. */
function pretendWorker() {
  const listeners = new Set<(change: WorkerChange) => void>();
  let current: WorkerChange = { state: 'running', atMs: 0, pid: 1 };
  const change = (state: WorkerChange['state'], pid?: number) => {
    current = { state, atMs: Date.now(), pid };
    for (const listener of listeners) listener(current);
  };
  return {
    current: () => current,
    subscribe(listener: (change: WorkerChange) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    crash: async () => change('down'),
    start: async () => change('running', 2),
  };
}

let line: LineSimulator;
let gemini: GeminiSimulator;
let phone: Awaited<ReturnType<typeof startPhone>>;

beforeEach(async () => {
  const clock = createClock();
  const journal = createJournal();
  line = await startLineSimulator({ port: 0, clock, journal, seed: 1 });
  gemini = await startGeminiSimulator({ port: 0, clock, journal, seed: 1 });
  const worker = pretendWorker();
  const bot: BotControls = { callerOf: () => 'workflow', runs: async () => [], onNews: () => () => {}, worker };
  phone = await startPhone({ port: 0, line, gemini, journal, clock, bot });
});

afterEach(async () => {
  await phone.close();
  await line.close();
  await gemini.close();
});

async function set(id: string, position: unknown) {
  const response = await fetch(`${phone.url}/api/switches/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ position }),
  });
  return { status: response.status, body: await response.json() };
}

async function positionOf(id: string) {
  const response = await fetch(`${phone.url}/api/switches`);
  return viewsSchema.parse(await response.json()).find((view) => view.id === id);
}

const steps = async () => (await fetch(`${phone.url}/api/timeline`)).json();
const bearer = () => ({ authorization: `Bearer ${line.channelAccessToken}` });

test.each(['worker', 'gemini-webhook', 'batch', 'gemini-api', 'line-api', 'quota'])(
  'the switch %s is as things should be at first',
  async (id) => {
    expect(await positionOf(id)).toMatchObject({ position: 'normal' });
  },
);

test.each([
  ['gemini-webhook', 'lost', 'next job'],
  ['gemini-webhook', 'doubled', 'next job'],
  ['gemini-webhook', 'late', 'next job'],
  ['batch', 'slow', 'next job'],
  ['batch', 'failed', 'next job'],
  ['gemini-api', 'unavailable', 'next 2 calls'],
  ['gemini-api', 'unavailable-long', 'next 10 calls'],
])('%s can be put into the position %s and back', async (id, position, remaining) => {
  await set(id, position);
  expect(await positionOf(id)).toMatchObject({ position, remaining });
  expect(gemini.faults.list().length).toBe(1);
  await set(id, 'normal');
  expect(await positionOf(id)).toMatchObject({ position: 'normal' });
  expect(gemini.faults.list()).toEqual([]);
});

test('a switch goes back by itself when its fault is used up, call by call', async () => {
  await set('line-api', 'unavailable');
  const statuses = [];
  for (let call = 0; call < 4; call++) {
    statuses.push((await fetch(`${line.url}/v2/bot/info`, { headers: bearer() })).status);
    if (call === 0) expect(await positionOf('line-api')).toMatchObject({ remaining: 'next 2 calls' });
  }
  expect(statuses).toEqual([503, 503, 503, 200]);
  expect(await positionOf('line-api')).toMatchObject({ position: 'normal' });
});

test('a switch shows faults that others have set, and leaves those alone that are none of its own', async () => {
  gemini.faults.add({ route: 'webhook', effect: { kind: 'behaviour', name: 'lost' }, times: 3 });
  gemini.faults.add({ route: 'getBatch', effect: { kind: 'reset' }, times: 1 });
  expect(await positionOf('gemini-webhook')).toMatchObject({ position: 'lost', remaining: 'next 3 jobs' });
  await set('gemini-webhook', 'normal');
  expect(gemini.faults.list()).toEqual([expect.objectContaining({ route: 'getBatch' })]);
});

test('the quota is used up until it is set back, and what was used before counts again', async () => {
  line.setQuota({ limit: 200, used: 7 });
  await set('quota', 'used-up');
  const body = JSON.stringify({ to: line.userId, messages: [{ type: 'text', text: 'Hello' }] });
  const push = async () =>
    fetch(`${line.url}/v2/bot/message/push`, {
      method: 'POST',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body,
    });
  expect((await push()).status).toBe(429);
  expect(await positionOf('quota')).toMatchObject({ position: 'used-up' });
  await set('quota', 'normal');
  expect((await push()).status).toBe(200);
  expect(line.quota()).toEqual({ limit: 200, used: 8 });
});

test('the worker is killed and started again, and the timeline says so', async () => {
  await set('worker', 'killed');
  expect(await positionOf('worker')).toMatchObject({ position: 'killed' });
  await set('worker', 'normal');
  expect(await positionOf('worker')).toMatchObject({ position: 'normal' });
  expect(await steps()).toEqual([
    expect.objectContaining({ worker: 'down', tone: 'bad' }),
    expect.objectContaining({ worker: 'running', tone: 'good', meta: 'process 2' }),
  ]);
});

test.each([
  ['nothing', 'normal', 404, 'There is no switch nothing.'],
  ['worker', 'upside-down', 400, 'Worker has no position upside-down.'],
  ['worker', undefined, 400, 'position: say which position.'],
])('%s in position %s is refused', async (id, position, status, message) => {
  expect(await set(id, position)).toEqual({ status, body: { message } });
});
