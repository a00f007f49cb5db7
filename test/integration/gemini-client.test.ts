import { createGeminiClient } from '../../src/gemini/client.ts';
import { classifyGeminiError } from '../../src/gemini/errors.ts';
import { reportRequest } from '../../src/gemini/prompts.ts';
import { readResults } from '../../src/gemini/results.ts';
import { checkedReport, isEmptyReport } from '../../src/report/grounding-check.ts';
import { parseModelReport } from '../../src/report/schema.ts';
import type { Language } from '../../src/workflows/contract.ts';
import { type Stage, startStage, taipei } from './simulator-gemini-support.ts';

const model = 'gemini-3.5-flash';
const area = { kind: 'location', ...taipei } as const;

const clientOf = ({ simulator }: Stage, timeoutMs = 10_000) =>
  createGeminiClient({
    apiKey: simulator.geminiApiKey,
    baseUrl: `${simulator.url}/`,
    groundingModel: model,
    reportModel: model,
    timeoutMs,
  });

async function start(options: Parameters<typeof startStage>[0] = {}) {
  const stage = await startStage(options);
  return { ...stage, gemini: clientOf(stage) };
}

async function collect(gemini: ReturnType<typeof clientOf>, language: Language = 'zh-TW') {
  const found = await gemini.searchPlaces({ area, language });
  const { places } = await gemini.extractNames({ ...found, language });
  const [place] = places;
  if (!place) throw new Error('no place');
  return { place, ...(await gemini.collectReviews({ place, language })) };
}

const billOf = (stage: Stage) => stage.simulator.bill().reduce((sum, entry) => sum + entry.priceMicroUsd, 0);

test('the SDK is told the version of the API, the key and a timeout', async () => {
  const stage = await start();
  await stage.gemini.searchPlaces({ area, language: 'en' });
  const [entry] = stage.journal.entries();
  expect(entry?.path).toMatch(/^\/v1beta\/models\/gemini-3\.5-flash:generateContent/);
  expect(entry?.requestHeaders['x-server-timeout']).toBe('10');
});

test.each<Language>(['zh-TW', 'ja', 'en'])('places near a point are found and named in %s', async (language) => {
  const { gemini } = await start();
  const found = await gemini.searchPlaces({ area, language });
  expect(found.candidates.length).toBeGreaterThanOrEqual(3);
  for (const candidate of found.candidates) {
    expect(candidate.placeId).not.toMatch(/^places\//);
    expect(candidate.mapsUri).toMatch(/^https:\/\//);
    expect(found.prose).toContain(candidate.name);
  }
  const { places } = await gemini.extractNames({ ...found, language });
  expect(places).toHaveLength(3);
  for (const place of places) {
    expect(found.candidates).toContainEqual({ name: place.name, placeId: place.placeId, mapsUri: place.mapsUri });
    expect(place.knownFor).not.toBe('');
  }
});

test('a typed place is found, and one that does not exist brings no candidates', async () => {
  const { gemini } = await start();
  const found = await gemini.searchPlaces({ area: { kind: 'text', text: '台北 101' }, language: 'zh-TW' });
  expect(found.candidates.length).toBeGreaterThanOrEqual(3);
  const nowhere = { kind: 'location', latitude: 0.001, longitude: -140 } as const;
  const { candidates, prose } = await gemini.searchPlaces({ area: nowhere, language: 'en' });
  expect(candidates).toEqual([]);
  expect(prose).not.toBe('');
});

test.each([
  ['no-metadata', 'GeminiNoSources'],
  ['no-supports', 'GeminiNoSources'],
  ['max-tokens', 'GeminiCutOff'],
  ['safety', 'GeminiBlocked'],
  ['blocked-prompt', 'GeminiBlocked'],
])('a grounded answer that is %s is a failed attempt with its price', async (name, code) => {
  const stage = await start();
  stage.simulator.faults.add({ route: 'generateContent', effect: { kind: 'behaviour', name }, times: 2 });
  const calls = [() => stage.gemini.searchPlaces({ area, language: 'zh-TW' }), () => collect(stage.gemini)];
  for (const call of calls) {
    const error = await call().catch((e: unknown) => e);
    expect(classifyGeminiError(error)).toMatchObject({ code, kind: 'retryable', billed: 'yes' });
    expect(error).toMatchObject({ usage: { status: 'confirmed' } });
  }
});

test.each(['maps', 'search'])('a %s answer that says so has found nothing', async (tool) => {
  const stage = await start();
  const effect = { kind: 'behaviour', name: 'nothing-found' } as const;
  stage.simulator.faults.add({ route: `generateContent:${tool}`, effect });
  if (tool === 'search') expect((await collect(stage.gemini)).reviews).toMatchObject({ statements: [], sources: [] });
  else expect((await stage.gemini.searchPlaces({ area, language: 'zh-TW' })).candidates).toEqual([]);
});

test('names that come as nearly JSON are read as they are', async () => {
  const stage = await start();
  const found = await stage.gemini.searchPlaces({ area, language: 'zh-TW' });
  stage.simulator.faults.add({ route: 'generateContent', effect: { kind: 'behaviour', name: 'invalid-json' } });
  expect((await stage.gemini.extractNames({ ...found, language: 'zh-TW' })).places).toHaveLength(3);
});

test.each(['prose-instead-of-json', 'safety', 'max-tokens', 'blocked-prompt'])(
  'names that come as %s throw, and the error tells what they cost',
  async (name) => {
    const stage = await start();
    const found = await stage.gemini.searchPlaces({ area, language: 'zh-TW' });
    stage.simulator.faults.add({ route: 'generateContent', effect: { kind: 'behaviour', name } });
    const error = await stage.gemini.extractNames({ ...found, language: 'zh-TW' }).catch((e: unknown) => e);
    expect(error).toMatchObject({
      name: 'GeminiCallError',
      call: 'extractNames',
      usage: { call: 'extractNames', status: 'confirmed' },
    });
  },
);

test('reviews are statements with existing sources and the search suggestions', async () => {
  const { gemini } = await start();
  const { reviews } = await collect(gemini);
  expect(reviews.statements.length).toBeGreaterThan(3);
  expect(reviews.sources.map((source) => source.number)).toEqual(reviews.sources.map((_, i) => i + 1));
  for (const { text, sources } of reviews.statements) {
    expect(text).not.toMatch(/\ufffd/);
    expect(sources.length).toBeGreaterThan(0);
    expect(Math.max(...sources)).toBeLessThanOrEqual(reviews.sources.length);
  }
  expect(reviews.searchSuggestionsHtml).toMatch(/</);
});

test('an ordinary call and a batch line bring reports that pass the grounding check', async () => {
  const stage = await start();
  const { gemini, clock } = stage;
  const { place, reviews } = await collect(gemini);
  const collected = { place, reviews };

  const { answer } = await gemini.answerNow({ collected, language: 'zh-TW' });
  const lines = [{ key: 'p0', request: reportRequest({ collected, language: 'zh-TW' }) }];
  const { fileName } = await gemini.uploadJsonl({ displayName: 'job', lines });
  const { batchName } = await gemini.createBatch({ displayName: 'job', fileName });
  expect(await gemini.getBatch(batchName)).toMatchObject({
    state: 'pending',
    rawState: 'BATCH_STATE_PENDING',
    failedCount: 0,
  });
  await clock.advance(10_000);
  const done = await gemini.getBatch(batchName);
  expect(done).toMatchObject({ state: 'succeeded', resultFileName: expect.stringMatching(/^files\/batch-/) });
  const { byKey, problems } = readResults(await gemini.downloadResults(done.resultFileName ?? ''), ['p0']);
  expect(problems).toEqual([]);

  const fromBatch = byKey.get('p0');
  if (!fromBatch || 'error' in fromBatch) throw new Error('no line');
  for (const found of [answer, fromBatch.answer]) {
    const modelReport = found.kind === 'text' ? parseModelReport(found.text) : undefined;
    if (!modelReport) throw new Error(`no report but ${found.kind}`);
    const report = checkedReport({ modelReport, place, reviews });
    expect(isEmptyReport(report)).toBe(false);
    expect(report.droppedClaims).toBe(0);
  }
});

test('the ledger of all calls is the bill of the simulator', async () => {
  const stage = await start();
  const { gemini, clock } = stage;
  const found = await gemini.searchPlaces({ area, language: 'ja' });
  const named = await gemini.extractNames({ ...found, language: 'ja' });
  const [place] = named.places;
  if (!place) throw new Error('no place');
  const collected = await gemini.collectReviews({ place, language: 'ja' });
  const input = { collected: { place, reviews: collected.reviews }, language: 'ja' } as const;
  const answered = await gemini.answerNow(input);
  const lines = ['p0', 'p1'].map((key) => ({ key, request: reportRequest(input) }));
  const { fileName } = await gemini.uploadJsonl({ displayName: 'job', lines });
  const { batchName } = await gemini.createBatch({ displayName: 'job', fileName });
  await clock.advance(10_000);
  const { resultFileName = '' } = await gemini.getBatch(batchName);
  const { byKey } = readResults(await gemini.downloadResults(resultFileName), ['p0', 'p1']);
  const batchLines = [...byKey.values()].flatMap((result) => ('usage' in result ? [result.usage] : []));
  const ledger = [found.usage, named.usage, collected.usage, answered.usage, ...batchLines];
  expect(ledger).toHaveLength(6);
  expect(ledger.every((entry) => entry.status === 'confirmed')).toBe(true);
  expect(ledger.reduce((sum, entry) => sum + entry.priceMicroUsd, 0)).toBe(billOf(stage));
});

async function withFile(options: Parameters<typeof startStage>[0] = {}) {
  const stage = await start(options);
  const request = { contents: [{ role: 'user' as const, parts: [{ text: 'hi' }] }] };
  const { fileName } = await stage.gemini.uploadJsonl({ displayName: 'job', lines: [{ key: 'p0', request }] });
  return { ...stage, fileName, startedAtMs: stage.clock.nowMs() };
}

describe('a batch job', () => {
  test('is found by its display name, oldest first, on any page, whatever its time', async () => {
    const { gemini, clock, fileName } = await withFile({ maxConcurrentBatches: 1000 });
    const old = await gemini.createBatch({ displayName: 'mine', fileName });
    const oldAtMs = clock.nowMs();
    await clock.advance(25 * 60 * 60_000);
    const createdAfterMs = clock.nowMs();
    const first = await gemini.createBatch({ displayName: 'mine', fileName });
    await clock.advance(1000);
    for (let i = 0; i < 120; i++) await gemini.createBatch({ displayName: `other ${i}`, fileName });
    const second = await gemini.createBatch({ displayName: 'mine', fileName });
    await gemini.cancelBatch(second.batchName);
    expect(await gemini.findBatches({ displayName: 'mine', createdAfterMs })).toEqual([
      { batchName: old.batchName, displayName: 'mine', state: 'succeeded', createdAtMs: oldAtMs },
      { batchName: first.batchName, displayName: 'mine', state: 'pending', createdAtMs: createdAfterMs },
      { batchName: second.batchName, displayName: 'mine', state: 'cancelled', createdAtMs: createdAfterMs + 1000 },
    ]);
  });

  test('is not found in an empty list', async () => {
    const { gemini } = await start();
    expect(await gemini.findBatches({ displayName: 'mine', createdAfterMs: 0 })).toEqual([]);
  });

  test('carries the webhook and what it shall echo', async () => {
    const { gemini, fileName, journal } = await withFile();
    const webhook = { uri: 'https://bot.example/webhooks/gemini', userMetadata: { hyoban: 'sealed' } };
    await gemini.createBatch({ displayName: 'mine', fileName, webhook });
    const create = journal.entries().find((entry) => entry.path.includes(':batchGenerateContent'));
    expect(create?.requestBody).toEqual({
      batch: {
        displayName: 'mine',
        inputConfig: { fileName },
        webhookConfig: { uris: [webhook.uri], userMetadata: webhook.userMetadata },
      },
    });
  });

  test.each(['RUNNING', 'FAILED', 'CANCELLED', 'EXPIRED'])('that is %s says so', async (state) => {
    const { gemini, fileName, simulator } = await withFile();
    const { batchName } = await gemini.createBatch({ displayName: 'mine', fileName });
    await simulator.setBatchState(batchName, state);
    const status = await gemini.getBatch(batchName);
    expect(status).toMatchObject({ state: state.toLowerCase(), rawState: `BATCH_STATE_${state}` });
    if (state === 'FAILED') expect(status.error).toEqual({ code: expect.any(Number), message: expect.any(String) });
  });

  test('of a state that no page names is unknown', async () => {
    const { gemini, fileName, simulator } = await withFile();
    const { batchName } = await gemini.createBatch({ displayName: 'mine', fileName });
    await simulator.setBatchState(batchName, 'HIBERNATING');
    expect(await gemini.getBatch(batchName)).toMatchObject({ state: 'unknown', rawState: 'BATCH_STATE_HIBERNATING' });
  });

  test('that is deleted is missing, and may be cancelled and deleted again', async () => {
    const { gemini, fileName } = await withFile();
    const { batchName } = await gemini.createBatch({ displayName: 'mine', fileName });
    await gemini.cancelBatch(batchName);
    await gemini.deleteBatch(batchName);
    expect(await gemini.getBatch(batchName)).toEqual({ state: 'missing', rawState: 'NOT_FOUND', failedCount: 0 });
    await gemini.cancelBatch(batchName);
    await gemini.deleteBatch(batchName);
  });

  test('tells how many of its lines failed', async () => {
    const { gemini, clock } = await withFile();
    const bad = { key: 'bad', request: { contents: [] } };
    const good = { key: 'good', request: { contents: [{ role: 'user' as const, parts: [{ text: 'hi' }] }] } };
    const { fileName } = await gemini.uploadJsonl({ displayName: 'mixed', lines: [bad, good] });
    const { batchName } = await gemini.createBatch({ displayName: 'mixed', fileName });
    await clock.advance(10_000);
    const { state, failedCount, resultFileName = '' } = await gemini.getBatch(batchName);
    expect({ state, failedCount }).toEqual({ state: 'succeeded', failedCount: 1 });
    const { byKey } = readResults(await gemini.downloadResults(resultFileName), ['bad', 'good']);
    expect(byKey.get('bad')).toHaveProperty('error');
    expect(byKey.get('good')).toHaveProperty('answer');
    await gemini.deleteFile(resultFileName);
  });

  test('leaves an input file that may be deleted twice', async () => {
    const { gemini, fileName } = await withFile();
    await gemini.deleteFile(fileName);
    await expect(gemini.deleteFile(fileName)).resolves.toBeUndefined();
    await expect(gemini.createBatch({ displayName: 'a', fileName })).rejects.toThrow('createBatch');
  });
});
