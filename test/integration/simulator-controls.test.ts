import { createClock } from '../../src/simulator/core/clock.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start.ts';
import { present } from '../support/person.ts';

const startMs = 1_780_000_000_000;
const sides = ['line', 'gemini'] as const;
type Side = (typeof sides)[number];

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1, clock: createClock(() => startMs) });
});

afterEach(() => simulator.close());

const urlOf = (side: Side) => present(simulator[side]).url;

/** Calls a control route as curl would, without a token. */
async function control(side: Side, method: string, path: string, body?: unknown) {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${urlOf(side)}/_sim/${path}`, { method, body: text });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

async function newBatch(): Promise<string> {
  const { url, geminiApiKey } = present(simulator.gemini);
  const requests = { requests: [{ request: { contents: [{ parts: [{ text: 'one' }] }] } }] };
  const answer = await fetch(`${url}/v1beta/models/gemini-3.5-flash:batchGenerateContent`, {
    method: 'POST',
    headers: { 'x-goog-api-key': geminiApiKey },
    body: JSON.stringify({ batch: { inputConfig: { requests } } }),
  });
  return JSON.parse(await answer.text()).name;
}

describe.each(sides)('under /_sim/ of %s', (side) => {
  test('the journal has the calls of both sides, and those that fit no route are marked', async () => {
    await fetch(`${urlOf('line')}/v2/bot/nothing`);
    await fetch(`${urlOf('gemini')}/v1beta/models?key=wrong`);
    const { status, body } = await control(side, 'GET', 'journal');
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['entries']);
    expect(body.entries).toMatchObject([
      { seq: 1, side: 'line', path: '/v2/bot/nothing', matched: false, status: 404 },
      { seq: 2, side: 'gemini', path: '/v1beta/models?key=(redacted)', matched: true, route: 'models' },
    ]);
    expect(body.entries[0]).not.toHaveProperty('route');
  });

  test('control calls are not in the journal, whether they exist or not', async () => {
    await control(side, 'GET', 'faults');
    await control(side, 'GET', 'nothing');
    expect((await control(side, 'GET', 'journal')).body).toEqual({ entries: [] });
  });

  test('the clock is read', async () => {
    expect(await control(side, 'GET', 'clock')).toEqual({
      status: 200,
      body: { nowMs: startMs, now: '2026-05-28T20:26:40.000Z', frozen: false, nextDueMs: null },
    });
    await newBatch();
    expect((await control(side, 'GET', 'clock')).body.nextDueMs).toBe(startMs + 2800);
  });

  test.each([
    [{ advanceSeconds: 1.5 }, 1500, false],
    [{ advanceMs: 250 }, 250, false],
    [{ freeze: true }, 0, true],
    [{ freeze: true, advanceSeconds: 2, advanceMs: 5 }, 2005, true],
    [{ freeze: false, advanceMs: 0.4 }, 0, false],
  ])('the clock is moved and stopped by %j', async (move, byMs, frozen) => {
    const nowMs = startMs + byMs;
    expect(await control(side, 'POST', 'clock', move)).toEqual({
      status: 200,
      body: { nowMs, now: new Date(nowMs).toISOString(), frozen, nextDueMs: null },
    });
    expect(simulator.clock.nowMs()).toBe(nowMs);
  });

  test('a frozen clock goes on when it is told to', async () => {
    await control(side, 'POST', 'clock', { freeze: true });
    expect((await control(side, 'GET', 'clock')).body.frozen).toBe(true);
    expect((await control(side, 'POST', 'clock', { freeze: false })).body.frozen).toBe(false);
  });

  test('what falls due is done before the answer to a move of the clock', async () => {
    await newBatch();
    const { body } = await control(side, 'POST', 'clock', { advanceSeconds: 8 });
    expect(body.nextDueMs).toBeNull();
    expect(present(simulator.gemini).batches()).toMatchObject([{ state: 'SUCCEEDED' }]);
  });

  test('faults are added, listed and taken away', async () => {
    const fault = { route: '*', effect: { kind: 'html' }, times: 2 };
    expect(await control(side, 'POST', 'faults', fault)).toEqual({ status: 201, body: { faults: [fault] } });
    expect(await control(side, 'GET', 'faults')).toEqual({ status: 200, body: { faults: [fault] } });
    const vendorPath = { line: '/v2/bot/info', gemini: '/v1beta/models' }[side];
    expect((await fetch(urlOf(side) + vendorPath)).status).toBe(502);
    expect(await control(side, 'DELETE', 'faults')).toEqual({ status: 200, body: { faults: [] } });
    expect(await control(side, 'GET', 'faults')).toEqual({ status: 200, body: { faults: [] } });
    expect((await fetch(urlOf(side) + vendorPath)).status).not.toBe(502);
  });

  test('faults of the other side are not its own', async () => {
    const other = side === 'line' ? 'gemini' : 'line';
    await control(side, 'POST', 'faults', { route: '*', effect: { kind: 'html' } });
    expect((await control(other, 'GET', 'faults')).body).toEqual({ faults: [] });
  });

  test.each([
    ['clock', {}, 'The body must have advanceSeconds, advanceMs or freeze.'],
    ['clock', '', 'The body must have advanceSeconds, advanceMs or freeze.'],
    ['clock', '{nonsense', 'The body is not JSON.'],
    ['clock', [], 'The body must be an object.'],
    ['clock', { frozen: true }, 'The body has an unknown field "frozen".'],
    ['clock', { freeze: 'yes' }, 'freeze must be a boolean.'],
    ['clock', { advanceSeconds: -1 }, 'advanceSeconds must be at least 0.'],
    ['clock', { advanceMs: '5' }, 'advanceMs must be a number.'],
    ['clock', { advanceSeconds: 1e12 }, 'advanceSeconds must be at most 3155760000.'],
    ['faults', {}, 'route is missing.'],
    ['faults', { route: '', effect: { kind: 'html' } }, 'route must have at least 1 character.'],
    ['faults', { route: 'x', effect: { kind: 'html' }, times: 1.5 }, 'times must be a whole number.'],
    ['faults', { route: 'x', effect: { kind: 'status', status: 42 } }, 'effect.status must be at least 200.'],
    ['faults', { route: 'x', effect: { kind: 'html', size: 5 } }, 'effect has an unknown field "size".'],
  ])('%s refuses %j in one sentence that names the field', async (path, body, message) => {
    expect(await control(side, 'POST', path, body)).toEqual({ status: 400, body: { message } });
    expect(simulator.clock.isFrozen()).toBe(false);
    expect(simulator.clock.nowMs()).toBe(startMs);
    expect((await control(side, 'GET', 'faults')).body.faults).toEqual([]);
  });

  test('an unknown kind of fault is answered with the kinds that there are', async () => {
    const { status, body } = await control(side, 'POST', 'faults', { route: 'x', effect: { kind: 'earthquake' } });
    expect(status).toBe(400);
    expect(body.message).toMatch(/^effect\.kind must be one of status, delay, .*behaviour.*\.$/);
  });

  test.each([
    ['GET', 'nothing'],
    ['PUT', 'clock'],
    ['DELETE', 'journal'],
  ])('%s %s is not there, and the answer says so', async (method, path) => {
    expect(await control(side, method, path)).toEqual({
      status: 404,
      body: { message: `There is no control route ${method} /_sim/${path}.` },
    });
  });

  test('a reset empties the journal and forgets faults, and clock and keys stay', async () => {
    const { channelSecret } = present(simulator.line);
    const { geminiApiKey } = present(simulator.gemini);
    await fetch(`${urlOf(side)}/nowhere`);
    await control(side, 'POST', 'faults', { route: '*', effect: { kind: 'html' } });
    await control(side, 'POST', 'clock', { advanceSeconds: 5, freeze: true });
    expect(await control(side, 'POST', 'reset')).toEqual({ status: 200, body: {} });
    expect((await control(side, 'GET', 'journal')).body).toEqual({ entries: [] });
    expect((await control(side, 'GET', 'faults')).body).toEqual({ faults: [] });
    expect((await control(side, 'GET', 'clock')).body).toMatchObject({ nowMs: startMs + 5000, frozen: true });
    expect(present(simulator.line).channelSecret).toBe(channelSecret);
    expect(present(simulator.gemini).geminiApiKey).toBe(geminiApiKey);
  });
});

test('a reset of one side leaves faults and state of the other alone', async () => {
  const batch = await newBatch();
  await control('gemini', 'POST', 'faults', { route: '*', effect: { kind: 'html' } });
  await control('line', 'POST', 'reset');
  expect((await control('gemini', 'GET', 'batches')).body.batches).toMatchObject([{ id: batch.slice(8) }]);
  expect((await control('gemini', 'GET', 'faults')).body.faults).toHaveLength(1);
  const person = present(simulator.line).addUser({});
  await control('gemini', 'POST', 'reset');
  expect(present(simulator.line).users()).toContainEqual(person);
});

test('after a reset no id of before comes again', async () => {
  const first = await newBatch();
  const person = present(simulator.line).addUser({}).userId;
  await control('gemini', 'POST', 'reset');
  await control('line', 'POST', 'reset');
  expect(await newBatch()).not.toBe(first);
  expect(present(simulator.line).addUser({}).userId).not.toBe(person);
});
