import type { GoogleGenAI } from '@google/genai';
import type { GeminiSimulatorOptions } from '../../src/simulator/gemini/simulator.ts';
import { call, model, startStage, taipei } from './simulator-gemini-support.ts';

// What Google's pages leave open about jobs: each has a setting. That of events is tested beside the webhooks.

const hourMs = 60 * 60 * 1000;
const request = { contents: [{ parts: [{ text: 'hello' }] }] };
const keys = ['a', 'b', 'c', 'd', 'e', 'f'];

async function createFromFile(ai: GoogleGenAI, lines: readonly (object | string)[]): Promise<string> {
  const text = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  const file = await ai.files.upload({ file: new Blob([text]), config: { mimeType: 'application/jsonl' } });
  return (await ai.batches.create({ model, src: file.name ?? '' })).name ?? '';
}

const inline = async (ai: GoogleGenAI, contents = 'hello', config = {}) =>
  (await ai.batches.create({ model, src: [{ contents, metadata: { key: 'k' }, config }] })).name ?? '';

type Line = { key?: string; error?: { code: number; message: string }; response?: unknown };

async function stage(options: Partial<GeminiSimulatorOptions> = {}) {
  const started = await startStage(options);
  const { simulator, ai } = started;
  const raw = async (name: string) => (await call(simulator, 'GET', `/v1beta/${name}`)).body;
  const lines = async (name: string): Promise<Line[]> => {
    const { dest } = await ai.batches.get({ name });
    const headers = { 'x-goog-api-key': simulator.geminiApiKey };
    const answer = await fetch(`${simulator.url}/v1beta/${dest?.fileName}:download?alt=media`, { headers });
    const text = await answer.text();
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  return { ...started, raw, lines };
}

const inOrder = keys.map((key) => ({ key, request }));

/** The keys of both kinds of output, in their order; the second job is made from inline requests. */
async function bothOrders(options: Partial<GeminiSimulatorOptions>, fault?: string) {
  const { ai, clock, lines, simulator } = await stage(options);
  if (fault) {
    const effect = { kind: 'behaviour' as const, name: fault };
    simulator.faults.add({ route: 'batch', effect, times: 2 });
  }
  const fromFile = await createFromFile(ai, inOrder);
  const src = keys.map((key) => ({ contents: key, metadata: { key } }));
  const inlined = (await ai.batches.create({ model, src })).name ?? '';
  await clock.advance(8000);
  const responses = (await ai.batches.get({ name: inlined })).dest?.inlinedResponses ?? [];
  return [(await lines(fromFile)).map(({ key }) => key), responses.map(({ metadata }) => metadata?.key)];
}

describe('results', () => {
  test('come in the order of the requests, as documented', async () => {
    expect(await bothOrders({})).toEqual([keys, keys]);
  });

  test.each([
    [{ shuffleResults: true }, undefined],
    [{}, 'shuffled'],
  ] as const)('come in another order with %j and the fault %s', async (options, fault) => {
    for (const order of await bothOrders(options, fault)) {
      expect(order).not.toEqual(keys);
      expect(new Set(order)).toEqual(new Set(keys));
    }
  });
});

describe('lines that are no requests', () => {
  const bad = [
    'not JSON',
    { key: 'no request' },
    { key: 'unknown member', request: { ...request, thinking_config: {} } },
    { key: 'bad value', request: { ...request, generationConfig: { temperature: 'hot' } } },
  ];

  test('fail alone, each with what is wrong', async () => {
    const { ai, clock, lines, raw } = await stage({ shuffleResults: false });
    const name = await createFromFile(ai, [{ key: 'good', request }, ...bad]);
    await clock.advance(8000);
    const got = await lines(name);
    expect(got.map(({ key }) => key)).toEqual(['good', undefined, 'no request', 'unknown member', 'bad value']);
    expect(got[0]?.error).toBeUndefined();
    expect(got.slice(1).map(({ error }) => error)).toEqual([
      { code: 400, message: 'invalid JSON' },
      { code: 400, message: "no field 'request'" },
      { code: 400, message: "invalid JSON, no such field: 'thinking_config'" },
      { code: 400, message: expect.stringContaining("Invalid value at 'generation_config.temperature'") },
    ]);
    expect((await raw(name)).metadata.batchStats).toEqual({
      requestCount: '5',
      successfulRequestCount: '1',
      failedRequestCount: '4',
    });
  });

  test('refuse the whole job when the settings say so, line by line', async () => {
    const { ai, simulator } = await stage({ badLines: 'refuse-job' });
    const error = await createFromFile(ai, [{ key: 'good', request }, ...bad]).catch((thrown) => thrown);
    expect(error.status).toBe(400);
    expect(JSON.parse(error.message).error.message.split('\n')).toEqual([
      'Error on line 2: invalid JSON',
      "Error on line 3: no field 'request'",
      "Error on line 4: invalid JSON, no such field: 'thinking_config'",
      expect.stringMatching(/^Error on line 5: /),
    ]);
    expect(simulator.batches()).toEqual([]);
  });

  test('do not hinder keys that are missing or come twice', async () => {
    const { ai, clock, lines } = await stage({ shuffleResults: false });
    const name = await createFromFile(ai, [
      { key: 'a', request },
      { key: 'a', request },
      { request },
      { key: 7, request },
    ]);
    await clock.advance(8000);
    expect((await lines(name)).map(({ key, response }) => [key, response !== undefined])).toEqual([
      ['a', true],
      ['a', true],
      [undefined, true],
      ['7', true],
    ]);
  });
});

test.each([
  [undefined, 3, 400],
  ['rpc', 3, 3],
  ['http', 400, 400],
] as const)('failed items have codes of %s: %d inline, %d in files', async (itemErrorCodes, inlineCode, fileCode) => {
  const { ai, clock, lines } = await stage({ itemErrorCodes });
  const refused = { ...request, generationConfig: { responseModalities: ['IMAGE'] } };
  const fromFile = await createFromFile(ai, [{ key: 'k', request: refused }]);
  const inlined = await inline(ai, 'hello', { responseModalities: ['IMAGE'] });
  await clock.advance(8000);
  const [item] = (await ai.batches.get({ name: inlined })).dest?.inlinedResponses ?? [];
  expect(item).toMatchObject({ error: { code: inlineCode }, metadata: { key: 'k' } });
  expect(item?.response).toBeUndefined();
  expect(await lines(fromFile)).toEqual([
    { key: 'k', error: { code: fileCode, message: expect.stringContaining('Image') } },
  ]);
});

test.each([
  ['CANCELLED', 1],
  ['EXPIRED', 4],
])('a job that is %s is done, with an error or without', async (state, code) => {
  for (const endedJobsHaveError of [undefined, false]) {
    const { ai, simulator, raw } = await stage({ endedJobsHaveError });
    const [name, failed] = [await inline(ai), await inline(ai)];
    await simulator.setBatchState(name, state);
    await simulator.setBatchState(failed, 'FAILED');
    const operation = await raw(name);
    expect(operation).toMatchObject({ done: true, metadata: { state: `BATCH_STATE_${state}` } });
    expect(operation.error?.code).toBe(endedJobsHaveError === false ? undefined : code);
    expect((await raw(failed)).error.code).toBe(13);
  }
});

test('cancelling a job that has ended does nothing, or is refused', async () => {
  for (const cancelOfEndedJob of [undefined, 'refused'] as const) {
    const { ai, clock, simulator, raw } = await stage({ cancelOfEndedJob });
    const name = await inline(ai);
    await clock.advance(8000);
    const answer = await call(simulator, 'POST', `/v1beta/${name}:cancel`);
    if (cancelOfEndedJob === undefined) expect(answer).toEqual({ status: 200, body: {} });
    else expect(answer).toMatchObject({ status: 400, body: { error: { status: 'FAILED_PRECONDITION' } } });
    expect((await raw(name)).metadata.state).toBe('BATCH_STATE_SUCCEEDED');
  }
});

test.each([
  [undefined, 48],
  [24, 24],
])(
  'with jobExpiryHours %s a job that has not ended expires after %d hours, without output',
  async (jobExpiryHours, hours) => {
    const { ai, clock, raw, simulator } = await stage({ jobExpiryHours, batchSeconds: Infinity });
    const [pending, running] = [await inline(ai), await inline(ai)];
    await simulator.setBatchState(running, 'RUNNING');
    await clock.advance(hours * hourMs - 1);
    expect([(await raw(pending)).metadata.state, (await raw(running)).metadata.state]).toEqual([
      'BATCH_STATE_PENDING',
      'BATCH_STATE_RUNNING',
    ]);
    await clock.advance(1);
    for (const name of [pending, running]) {
      const operation = await raw(name);
      expect(operation).toMatchObject({ done: true, error: { code: 4 }, metadata: { state: 'BATCH_STATE_EXPIRED' } });
      expect(operation.response).toBeUndefined();
    }
  },
);

test('without end a job moves by hand alone, and its time of change with it', async () => {
  const { ai, clock, simulator, raw } = await stage({ batchSeconds: Infinity });
  const name = await inline(ai);
  const times: number[] = [];
  for (const state of ['PENDING', 'RUNNING', 'SUCCEEDED']) {
    await clock.advance(hourMs);
    if (state !== 'PENDING') await simulator.setBatchState(name, state);
    const { metadata } = await raw(name);
    expect(metadata.state).toBe(`BATCH_STATE_${state}`);
    times.push(Date.parse((metadata as { updateTime?: string }).updateTime ?? ''));
  }
  expect(new Set(times).size).toBe(3);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test.each([
  [undefined, 48],
  [6 * 7 * 24, 1008],
])('with outputLifetimeHours %s a result file stays for %d hours', async (outputLifetimeHours, hours) => {
  const { ai, clock, simulator } = await stage({ outputLifetimeHours });
  const name = await createFromFile(ai, inOrder);
  await clock.advance(8000);
  const { dest } = await ai.batches.get({ name });
  const headers = { 'x-goog-api-key': simulator.geminiApiKey };
  const status = async () =>
    (await fetch(`${simulator.url}/v1beta/${dest?.fileName}:download?alt=media`, { headers })).status;
  await clock.advance(hours * hourMs - 1);
  expect(await status()).toBe(200);
  await clock.advance(1);
  expect(await status()).toBe(403);
});

test('items may use Google Maps, or may not', async () => {
  const tools = { tools: [{ googleMaps: {} }], toolConfig: { retrievalConfig: { latLng: taipei } } };
  for (const mapsInBatch of [undefined, false]) {
    const { ai, clock } = await stage({ mapsInBatch });
    const name = await inline(ai, 'lunch', tools);
    await clock.advance(8000);
    const [item] = (await ai.batches.get({ name })).dest?.inlinedResponses ?? [];
    const chunks = item?.response?.candidates?.[0]?.groundingMetadata?.groundingChunks;
    expect([chunks === undefined, item?.error?.code]).toEqual(mapsInBatch === false ? [true, 3] : [false, undefined]);
  }
});
