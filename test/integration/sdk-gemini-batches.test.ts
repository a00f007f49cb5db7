import type { BatchJob, GoogleGenAI } from '@google/genai';
import { fetchText, majors, startMajor } from '../support/sdk-gemini.ts';
import { model } from './simulator-gemini-support.ts';

// The SDK warns that embeddings are experimental.
const { warn } = console;
beforeAll(() => void Object.assign(console, { warn: () => undefined }));
afterAll(() => void Object.assign(console, { warn }));

const embedder = 'gemini-embedding-2';

async function uploadLines(ai: GoogleGenAI, lines: readonly object[]): Promise<string> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const file = await ai.files.upload({ file: new Blob([text]), config: { mimeType: 'jsonl' } });
  return file.name ?? '';
}

const lineOf = (key: string) => ({ key, request: { contents: [{ parts: [{ text: `I am ${key}` }] }] } });

const inline = (ai: GoogleGenAI, displayName = 'inline') =>
  ai.batches.create({
    model,
    src: ['k1', 'k2'].map((key) => ({ contents: `I am ${key}`, metadata: { key } })),
    config: { displayName },
  });

const stateOf = async (ai: GoogleGenAI, { name = '' }: BatchJob) => (await ai.batches.get({ name })).state;

describe.each(majors)('%s', (_name, major) => {
  test('runs a job from a file; both download paths give the same lines', async () => {
    const { ai, clock, simulator, routed } = await startMajor(major);
    const src = await uploadLines(ai, ['a', 'b', 'c'].map(lineOf));
    const job = await ai.batches.create({ model, src, config: { displayName: 'from a file' } });
    expect(job).toMatchObject({ state: 'JOB_STATE_PENDING', displayName: 'from a file', model: `models/${model}` });
    expect(routed('batchGenerateContent')[0]?.path).toMatch(new RegExp(`^/${major.version}/models/`));
    await clock.advance(4000);
    expect(await stateOf(ai, job)).toBe('JOB_STATE_RUNNING');
    await clock.advance(4000);
    const done = await ai.batches.get({ name: job.name ?? '' });
    expect(done).toMatchObject({ state: 'JOB_STATE_SUCCEEDED', endTime: expect.any(String) });
    const file = `${major.version}/${done.dest?.fileName}:download?alt=media`;
    const text = await fetchText(simulator, `/${file}`);
    expect(await fetchText(simulator, `/download/${file}`)).toBe(text);
    const lines = text.trim().split('\n');
    expect(new Set(lines.map((line) => JSON.parse(line).key))).toEqual(new Set(['a', 'b', 'c']));
  });

  test('shows inline results with their metadata, in whatever order', async () => {
    const { ai, clock } = await startMajor(major);
    const { name = '' } = await inline(ai);
    await clock.advance(8000);
    const items = (await ai.batches.get({ name })).dest?.inlinedResponses ?? [];
    const texts = items.map((item) => [item.metadata?.key, item.response?.candidates?.[0]?.content?.parts?.[0]?.text]);
    expect(Object.fromEntries(texts)).toEqual({
      k1: expect.stringContaining('I am k1'),
      k2: expect.stringContaining('I am k2'),
    });
  });

  test('runs embeddings inline and from a file', async () => {
    const { ai, clock, simulator } = await startMajor(major);
    const request = { content: { parts: [{ text: 'one' }] }, outputDimensionality: 4 };
    const fileName = await uploadLines(ai, [{ key: 'x', request }]);
    const inlined = await ai.batches.createEmbeddings({
      model: embedder,
      src: { inlinedRequests: { contents: ['one', 'two'], config: { outputDimensionality: 8 } } },
    });
    const fromFile = await ai.batches.createEmbeddings({ model: embedder, src: { fileName } });
    await clock.advance(8000);
    const items = (await ai.batches.get({ name: inlined.name ?? '' })).dest?.inlinedEmbedContentResponses ?? [];
    expect(items.map((item) => item.response?.embedding?.values?.length)).toEqual([8, 8]);
    const { dest } = await ai.batches.get({ name: fromFile.name ?? '' });
    const text = await fetchText(simulator, `/${major.version}/${dest?.fileName}:download?alt=media`);
    expect(JSON.parse(text)).toMatchObject({ key: 'x', response: { tokenCount: expect.any(String) } });
  });

  test('gets pictures from an image model, and a refusal from another', async () => {
    const { ai, clock } = await startMajor(major);
    const src = [{ contents: 'a cat', config: { responseModalities: ['TEXT', 'IMAGE'] } }];
    const names = ['gemini-3-pro-image', model];
    const jobs = await Promise.all(names.map((name) => ai.batches.create({ model: name, src })));
    await clock.advance(8000);
    const [drawn, refused] = await Promise.all(
      jobs.map(async ({ name = '' }) => (await ai.batches.get({ name })).dest?.inlinedResponses?.[0]),
    );
    const [text, picture] = drawn?.response?.candidates?.[0]?.content?.parts ?? [];
    expect(text?.text).toContain('a cat');
    expect(picture?.inlineData).toMatchObject({ mimeType: 'image/png', data: expect.stringMatching(/^iVBOR/) });
    expect(refused?.error).toMatchObject({ code: 3, message: expect.stringContaining('Image output') });
  });

  test('is refused when the queue of the model is full of tokens, until a job has ended', async () => {
    const { ai, clock } = await startMajor(major, { maxEnqueuedTokens: 7 });
    await inline(ai); // twice "I am k1", two tokens each
    await expect(inline(ai)).rejects.toMatchObject({ status: 429 });
    await clock.advance(8000);
    await expect(inline(ai)).resolves.toMatchObject({ state: 'JOB_STATE_PENDING' });
  });

  test('a failed job has its error in the raw answer, an unknown state passes through', async () => {
    const { ai, simulator } = await startMajor(major);
    const { name = '' } = await inline(ai);
    await simulator.setBatchState(name, 'PARTIALLY_SUCCEEDED');
    expect((await ai.batches.get({ name })).state).toBe('BATCH_STATE_PARTIALLY_SUCCEEDED');
    await simulator.setBatchState(name, 'FAILED');
    const job = await ai.batches.get({ name });
    expect(job.state).toBe('JOB_STATE_FAILED');
    expect(job.error).toBeUndefined();
    const raw = JSON.parse(await fetchText(simulator, `/${major.version}/${name}`));
    expect(raw).toMatchObject({ done: true, error: { code: 13, message: expect.any(String) } });
  });

  test('cancels, deletes, and then finds nothing', async () => {
    const { ai } = await startMajor(major);
    const job = await inline(ai);
    const name = job.name ?? '';
    await ai.batches.cancel({ name });
    expect(await stateOf(ai, job)).toBe('JOB_STATE_CANCELLED');
    await ai.batches.cancel({ name });
    await ai.batches.delete({ name });
    await expect(ai.batches.get({ name })).rejects.toMatchObject({ name: 'ApiError', status: 404 });
  });

  test.each([
    [0, 1],
    [2, 1],
    [5, 3],
  ])('lists %d jobs in %d pages and ends', async (count, pages) => {
    const { ai, routed } = await startMajor(major);
    const created: (string | undefined)[] = [];
    for (let n = 0; n < count; n++) created.push((await inline(ai, `job ${n}`)).name);
    const listed: (string | undefined)[] = [];
    for await (const job of await ai.batches.list({ config: { pageSize: 2 } })) if (job) listed.push(job.name);
    expect(listed).toEqual(created.toReversed());
    expect(routed('listBatches')).toHaveLength(pages);
  });
});
