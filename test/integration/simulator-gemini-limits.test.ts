import type { GoogleGenAI } from '@google/genai';
import { createClock } from '../../src/simulator/core/clock.ts';
import { createJournal } from '../../src/simulator/core/journal.ts';
import { models } from '../../src/simulator/gemini/model/models.ts';
import { settingsOf } from '../../src/simulator/gemini/settings.ts';
import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import { call, model, startStage } from './simulator-gemini-support.ts';

const hourMs = 60 * 60 * 1000;

const upload = (ai: GoogleGenAI, sizeBytes: number, config: object = {}) =>
  ai.files.upload({ file: new Blob([Buffer.alloc(sizeBytes, 'x')]), config: { mimeType: 'text/plain', ...config } });

const inline = (ai: GoogleGenAI, text = 'hi', name = model) =>
  ai.batches.create({ model: name, src: [{ contents: text }] });

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(() => new Error('was not refused')).catch((thrown) => thrown);
  return JSON.parse(error.message).error;
};

test('the limits of the pages hold unless set', () => {
  const settings = settingsOf({
    port: 0,
    clock: createClock(),
    journal: createJournal(),
    seed: 1,
    usageTier: undefined,
  });
  expect(settings).toMatchObject({
    maxRequestBytes: 100 * 1024 ** 2,
    maxInlineBatchBytes: 20 * 1024 ** 2,
    maxFileBytes: 2 * 1024 ** 3,
    maxStorageBytes: 20 * 1024 ** 3,
    maxConcurrentBatches: 100,
    usageTier: 1,
    jobExpiryHours: 48,
  });
});

describe('files', () => {
  test('may be as large as the settings say', async () => {
    const { ai, journal } = await startStage({ maxFileBytes: 100 });
    await expect(upload(ai, 100)).resolves.toMatchObject({ sizeBytes: '100' });
    expect(await refusal(upload(ai, 101))).toEqual({
      code: 400,
      message: 'Request payload size exceeds the limit: 100 bytes.',
      status: 'INVALID_ARGUMENT',
    });
    expect(journal.entries().filter(({ route }) => route === 'uploadBytes')).toHaveLength(1);
  });

  test('cannot be larger than they said at the start either', async () => {
    const { simulator } = await startStage({ maxFileBytes: 100 });
    const headers = { 'x-goog-api-key': simulator.geminiApiKey };
    const start = await fetch(`${simulator.url}/upload/v1beta/files`, { method: 'POST', headers });
    const uploadUrl = start.headers.get('x-goog-upload-url') ?? '';
    const sent = await fetch(uploadUrl, { method: 'POST', body: 'x'.repeat(101) });
    expect([sent.status, sent.headers.get('x-goog-upload-status')]).toEqual([400, 'final']);
    expect((await fetch(uploadUrl, { method: 'POST', body: 'x' })).status).toBe(404);
  });

  test('fill the storage of the project until some are deleted or their time is over', async () => {
    const { ai, clock } = await startStage({ maxStorageBytes: 100 });
    const { name = '' } = await upload(ai, 60);
    expect(await refusal(upload(ai, 41))).toMatchObject({
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      message: expect.stringMatching(/file_storage_bytes, limit: 100$/),
      details: [
        { violations: [{ quotaId: 'FileStorageBytesPerProject', quotaValue: '100' }] },
        { '@type': 'type.googleapis.com/google.rpc.Help' },
      ],
    });
    await upload(ai, 40);
    await ai.files.delete({ name });
    await upload(ai, 60);
    await clock.advance(48 * hourMs);
    await expect(upload(ai, 100)).resolves.toBeDefined();
  });

  test('that jobs made count as well', async () => {
    const { ai, clock } = await startStage({ maxStorageBytes: 1000 });
    const line = JSON.stringify({ key: 'k', request: { contents: [{ parts: [{ text: 'x'.repeat(200) }] }] } });
    const file = await ai.files.upload({ file: new Blob([line]), config: { mimeType: 'application/jsonl' } });
    await ai.batches.create({ model, src: file.name ?? '' });
    await clock.advance(8000);
    await ai.files.delete({ name: file.name ?? '' });
    expect(await refusal(upload(ai, 800))).toMatchObject({ code: 429 });
  });

  test.each([
    [
      'a display name of more than 512 characters',
      { displayName: '名'.repeat(513) },
      'CreateFileRequest.file.display_name',
    ],
    ['a name of more than 40 characters', { name: 'a'.repeat(41) }, 'cannot be more than 40 characters'],
    ['a name that begins with a dash', { name: '-a' }, 'cannot begin or end with a dash'],
    ['a name in capitals', { name: 'Mine' }, 'lowercase letters'],
  ])('cannot have %s', async (_what, config, message) => {
    const { ai } = await startStage();
    expect(await refusal(upload(ai, 1, config))).toMatchObject({
      code: 400,
      message: expect.stringContaining(message),
    });
  });

  test('may have a display name of 512 characters, and a name that is not taken', async () => {
    const { ai } = await startStage();
    const config = { displayName: '名'.repeat(512), name: 'a'.repeat(40) };
    await expect(upload(ai, 1, config)).resolves.toMatchObject({ displayName: config.displayName });
    expect(await refusal(upload(ai, 1, config))).toEqual({ code: 409, message: `${config.name} already exists.` });
  });

  test('of a refused MIME type are refused with their last bytes', async () => {
    const { ai } = await startStage({ refusedMimeTypes: ['jsonl'] });
    expect(await refusal(upload(ai, 1, { mimeType: 'jsonl' }))).toEqual({
      code: 400,
      message: 'Unsupported MIME type: jsonl',
      status: 'INVALID_ARGUMENT',
    });
    await expect(upload(ai, 1, { mimeType: 'application/jsonl' })).resolves.toBeDefined();
  });

  test('are shown in processing as often as the settings say, and cannot be used meanwhile', async () => {
    const { ai, simulator } = await startStage({ filePollsUntilActive: 2 });
    const { name = '', state } = await upload(ai, 5);
    const poll = async () => (await ai.files.get({ name })).state;
    const inactive = {
      code: 400,
      status: 'FAILED_PRECONDITION',
      message: `The File ${name.replace('files/', '')} is not in an ACTIVE state and usage is not allowed.`,
    };
    const contents = [{ parts: [{ fileData: { fileUri: `${simulator.url}/v1beta/${name}` } }] }];
    expect(await refusal(ai.batches.create({ model, src: name }))).toEqual(inactive);
    expect(await refusal(ai.models.generateContent({ model, contents }))).toEqual(inactive);
    expect([state, await poll(), await poll(), await poll()]).toEqual([
      'PROCESSING',
      'PROCESSING',
      'PROCESSING',
      'ACTIVE',
    ]);
    await expect(ai.models.generateContent({ model, contents })).resolves.toBeDefined();
  });
});

const embed = async (stage: GeminiSimulator, text: string) => {
  const requests = { requests: [{ request: { content: { parts: [{ text }] } } }] };
  const path = '/v1beta/models/gemini-embedding-2:asyncBatchEmbedContent';
  return call(stage, 'POST', path, { batch: { inputConfig: { requests } } });
};

describe('jobs', () => {
  test('from inline requests may be as large as the settings say', async () => {
    const { ai } = await startStage({ maxInlineBatchBytes: 300 });
    await expect(inline(ai, 'x'.repeat(100))).resolves.toBeDefined();
    expect(await refusal(inline(ai, 'x'.repeat(300)))).toEqual({
      code: 400,
      message: 'Request payload size exceeds the limit: 300 bytes.',
      status: 'INVALID_ARGUMENT',
    });
  });

  test.each([
    [1, 'gemini-3.5-flash', 3e6],
    [1, 'gemini-3.1-pro-preview', 5e6],
    [1, 'gemini-2.5-flash-lite', 10e6],
    [1, 'gemini-3-pro-image', 2e6],
    [2, 'gemini-2.5-flash', 400e6],
    [3, 'gemini-3.1-flash-lite', 1e9],
  ] as const)('in tier %d of %s have %d tokens in all', (tier, name, tokens) => {
    expect(models.find((found) => found.name === name)?.enqueuedTokens[tier - 1]).toBe(tokens);
  });

  test('of one model share the tokens of its tier until they have ended', async () => {
    const { simulator, ai, clock } = await startStage();
    const halfOfAll = 'x'.repeat(1e6);
    expect((await embed(simulator, halfOfAll)).status).toBe(200);
    expect((await embed(simulator, halfOfAll)).status).toBe(200);
    const refused = await embed(simulator, 'one more');
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 429, status: 'RESOURCE_EXHAUSTED' } } });
    expect(refused.body.error).toMatchObject({ details: [{ '@type': 'type.googleapis.com/google.rpc.Help' }] });
    await expect(inline(ai, 'of another model')).resolves.toBeDefined();
    await clock.advance(8000);
    expect((await embed(simulator, 'one more')).status).toBe(200);
    const { simulator: richer } = await startStage({ usageTier: 2 });
    for (let n = 0; n < 3; n++) expect((await embed(richer, halfOfAll)).status).toBe(200);
  });

  test('that wait are 100 at most', async () => {
    const { ai, simulator } = await startStage();
    for (let n = 0; n < 100; n++) await inline(ai);
    expect(await refusal(inline(ai))).toMatchObject({ code: 429 });
    await call(simulator, 'POST', `/v1beta/${simulator.batches()[0]?.name}:cancel`);
    await expect(inline(ai)).resolves.toBeDefined();
  });
});
