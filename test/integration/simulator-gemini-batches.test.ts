import type { BatchJob, GoogleGenAI } from '@google/genai';
import { call, model, reportRequest, someLines, startStage } from './simulator-gemini-support.ts';

type ResultLine = {
  key?: string;
  error?: { code: number };
  response: { candidates: { content: { parts: { text: string }[] } }[] };
};

const keys = ['a', 'b', 'c', 'd', 'e'];

const jsonl = (lines: readonly object[]) => new Blob([lines.map((line) => `${JSON.stringify(line)}\n`).join('')]);

async function createFromFile(ai: GoogleGenAI, displayName = 'job', lines?: readonly object[]): Promise<BatchJob> {
  const requests = lines ?? keys.map((key) => ({ key, request: reportRequest(someLines) }));
  const file = await ai.files.upload({ file: jsonl(requests), config: { mimeType: 'application/jsonl' } });
  return ai.batches.create({ model, src: file.name ?? '', config: { displayName } });
}

const inline = (ai: GoogleGenAI, displayName: string) =>
  ai.batches.create({
    model,
    src: [
      { contents: 'hello', metadata: { key: 'k1' } },
      { contents: 'hi', metadata: { key: 'k2' } },
    ],
    config: { displayName },
  });

const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (error: { status: number }) => error.status,
  );

describe('the life of a job', () => {
  test('from a file: pending, running, succeeded, with a result line for each key on both download paths', async () => {
    const { ai, clock, simulator } = await startStage();
    const job = await createFromFile(ai);
    expect(job).toMatchObject({ state: 'JOB_STATE_PENDING', displayName: 'job', model: `models/${model}` });
    expect(job.name).toMatch(/^batches\/[a-z0-9]{36}$/);
    const name = job.name ?? '';
    const pending = (await call(simulator, 'GET', `/v1beta/${name}`)).body;
    expect(pending.done).toBeUndefined();
    expect(pending.metadata).toMatchObject({
      state: 'BATCH_STATE_PENDING',
      batchStats: { requestCount: '5', pendingRequestCount: '5' },
    });
    expect(pending.metadata.inputConfig.fileName).toMatch(/^files\//);
    await clock.advance(4000);
    expect((await ai.batches.get({ name })).state).toBe('JOB_STATE_RUNNING');
    await clock.advance(4000);
    const done = await ai.batches.get({ name });
    expect(done.state).toBe('JOB_STATE_SUCCEEDED');
    expect(done.dest?.fileName).toBe(`files/batch-${name.slice('batches/'.length)}`);
    const raw = (await call(simulator, 'GET', `/v1beta/${name}`)).body;
    expect(raw.done).toBe(true);
    expect(raw.response.responsesFile).toBe(done.dest?.fileName);
    expect(raw.metadata.batchStats).toEqual({ requestCount: '5', successfulRequestCount: '5' });
    const headers = { 'x-goog-api-key': simulator.geminiApiKey };
    const bytes = await (
      await fetch(`${simulator.url}/v1beta/${done.dest?.fileName}:download?alt=media`, { headers })
    ).text();
    const curl = await (
      await fetch(`${simulator.url}/download/v1beta/${done.dest?.fileName}:download?alt=media`, { headers })
    ).text();
    expect(curl).toBe(bytes);
    const lines = bytes
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(lines.map((line) => line.key))).toEqual(new Set(keys));
    expect(lines.map((line) => line.key)).toEqual(keys);
    for (const { response } of lines) {
      const report = JSON.parse(response.candidates[0].content.parts[0].text);
      expect(report.queue).toEqual([{ text: '假日用餐時間要排上一個小時。', sources: [2, 3] }]);
    }
  });

  test('the result file is neither got, listed nor deleted', async () => {
    const { ai, clock, simulator } = await startStage();
    const job = await createFromFile(ai);
    await clock.advance(8000);
    const fileName = (await ai.batches.get({ name: job.name ?? '' })).dest?.fileName ?? '';
    expect((await call(simulator, 'GET', `/v1beta/${fileName}`)).status).toBe(400);
    const refused = await call(simulator, 'DELETE', `/v1beta/${fileName}`);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain('cannot be more than 40 characters');
    expect((await call(simulator, 'GET', '/v1beta/files')).body.files).toHaveLength(1);
  });

  test('from inline requests: results twice nested, shown by the SDK, left out of lists', async () => {
    const { ai, clock, simulator } = await startStage();
    const job = await inline(ai, 'inline');
    await clock.advance(8000);
    const done = await ai.batches.get({ name: job.name ?? '' });
    expect(done.dest?.inlinedResponses?.map((item) => item.metadata?.key).toSorted()).toEqual(['k1', 'k2']);
    const raw = (await call(simulator, 'GET', `/v1beta/${job.name}`)).body;
    expect(raw.response.inlinedResponses.inlinedResponses).toHaveLength(2);
    const listed = (await call(simulator, 'GET', '/v1beta/batches')).body.operations[0];
    expect(listed?.response).toBeUndefined();
    expect(listed?.metadata.state).toBe('BATCH_STATE_SUCCEEDED');
  });

  test('embeddings come inline and from a file', async () => {
    const { ai, clock, simulator } = await startStage();
    const create = (inputConfig: object) =>
      call(simulator, 'POST', '/v1beta/models/gemini-embedding-2:asyncBatchEmbedContent', { batch: { inputConfig } });
    const request = { content: { parts: [{ text: 'one' }] }, outputDimensionality: 8 };
    const file = await ai.files.upload({ file: jsonl([{ key: 'x', request }]), config: { mimeType: 'jsonl' } });
    const inlined = await create({ requests: { requests: [{ request }, { request }] } });
    const fromFile = await create({ file_name: file.name });
    await clock.advance(8000);
    const done = await ai.batches.get({ name: inlined.body.name });
    const items = done.dest?.inlinedEmbedContentResponses ?? [];
    expect(items.map((item) => item.response?.embedding?.values?.length)).toEqual([8, 8]);
    expect((await ai.batches.get({ name: fromFile.body.name })).dest?.fileName).toMatch(/^files\/batch-/);
  });

  test('takes the single-quoted snake_case of the curl sample', async () => {
    const { simulator } = await startStage();
    const body =
      "{'batch': {'display_name': 'x', 'input_config': {'requests': {'requests': [{'request': {'contents': [{'parts': [{'text': 'hi'}]}]}, 'metadata': {'key': 'r1'}}]}}}}";
    const created = await call(simulator, 'POST', `/v1beta/models/${model}:batchGenerateContent`, body);
    expect(created.body.metadata).toMatchObject({ displayName: 'x', state: 'BATCH_STATE_PENDING' });
    expect(simulator.batches()[0]?.keys).toEqual(['r1']);
  });

  test('creating twice makes two jobs', async () => {
    const { ai, simulator } = await startStage();
    await inline(ai, 'same');
    await inline(ai, 'same');
    expect(simulator.batches().map((batch) => batch.displayName)).toEqual(['same', 'same']);
  });

  test('cancel and delete', async () => {
    const { ai, clock, simulator } = await startStage();
    const name = (await inline(ai, 'x')).name ?? '';
    await ai.batches.cancel({ name });
    expect((await ai.batches.get({ name })).state).toBe('JOB_STATE_CANCELLED');
    await ai.batches.cancel({ name });
    await clock.advance(10_000);
    expect((await call(simulator, 'GET', `/v1beta/${name}`)).body).toMatchObject({ done: true, error: { code: 1 } });
    await ai.batches.delete({ name });
    expect((await call(simulator, 'GET', `/v1beta/${name}`)).status).toBe(404);
    expect((await call(simulator, 'GET', `/v1beta/${name}:cancel`)).status).toBe(404);
    expect(simulator.bill()).toEqual([]);
  });

  test.each([0, 1, 3])('the SDK walks %d pages, newest first, and stops', async (pages) => {
    const { ai } = await startStage();
    const names: (string | undefined)[] = [];
    for (let n = 0; n < pages * 2; n++) names.push((await inline(ai, `job ${n}`)).name);
    const listed: (string | undefined)[] = [];
    for await (const job of await ai.batches.list({ config: { pageSize: 2 } })) if (job) listed.push(job.name);
    expect(listed).toEqual(names.toReversed());
  });

  test('the job limit answers 429 with the Help detail alone, and ended jobs make room', async () => {
    const { ai, clock } = await startStage({ maxConcurrentBatches: 2 });
    await inline(ai, '1');
    await inline(ai, '2');
    const error = await inline(ai, '3').catch((thrown) => thrown);
    expect(error.status).toBe(429);
    expect(JSON.parse(error.message).error.details).toEqual([
      expect.objectContaining({ '@type': 'type.googleapis.com/google.rpc.Help' }),
    ]);
    await clock.advance(8000);
    await expect(inline(ai, '4')).resolves.toBeDefined();
  });

  test('refuses an unknown model, an unknown file and an empty job', async () => {
    const { ai } = await startStage();
    expect(await statusOf(ai.batches.create({ model: 'gemini-9', src: [{ contents: 'x' }] }))).toBe(404);
    expect(await statusOf(ai.batches.create({ model, src: 'files/nothere' }))).toBe(403);
    expect(await statusOf(ai.batches.create({ model, src: [] }))).toBe(400);
  });

  test('a bad line fails alone, a file of bad lines fails the job', async () => {
    const { ai, clock, simulator } = await startStage();
    const mixed = await createFromFile(ai, 'mixed', [
      { key: 'good', request: reportRequest(someLines) },
      { key: 'bad' },
    ]);
    const bad = await createFromFile(ai, 'bad', [{ key: 'bad' }]);
    await clock.advance(8000);
    expect((await call(simulator, 'GET', `/v1beta/${mixed.name}`)).body.metadata.batchStats).toEqual({
      requestCount: '2',
      successfulRequestCount: '1',
      failedRequestCount: '1',
    });
    expect((await ai.batches.get({ name: bad.name ?? '' })).state).toBe('JOB_STATE_FAILED');
  });
});

async function linesAfter(name: string, value?: unknown) {
  const { ai, clock, simulator } = await startStage();
  simulator.faults.add({ route: 'batchGenerateContent', effect: { kind: 'behaviour', name, value } });
  const job = await createFromFile(ai);
  await clock.advance(8000);
  const operation = (await call(simulator, 'GET', `/v1beta/${job.name}`)).body;
  const path = `/v1beta/${operation.response?.responsesFile}:download?alt=media`;
  const answer = await fetch(`${simulator.url}${path}`, { headers: { 'x-goog-api-key': simulator.geminiApiKey } });
  const text = await answer.text();
  const lines: ResultLine[] = answer.ok
    ? text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  return { operation, lines, status: answer.status, clock, simulator, name: job.name ?? '' };
}

describe('faults of jobs', () => {
  test.each([
    ['job-failed', 'FAILED', 13],
    ['job-expired', 'EXPIRED', 4],
    ['job-cancelled', 'CANCELLED', 1],
  ])('%s ends the job as %s', async (fault, state, code) => {
    const { operation } = await linesAfter(fault);
    expect(operation).toMatchObject({ done: true, error: { code }, metadata: { state: `BATCH_STATE_${state}` } });
    expect(operation.response).toBeUndefined();
  });

  test('stuck-pending stays pending and expires after 48 hours', async () => {
    const { operation, clock, simulator, name } = await linesAfter('stuck-pending');
    expect(operation.metadata.state).toBe('BATCH_STATE_PENDING');
    await clock.advance(48 * 60 * 60 * 1000);
    expect((await call(simulator, 'GET', `/v1beta/${name}`)).body.metadata.state).toBe('BATCH_STATE_EXPIRED');
  });

  test('an unknown state is no end, and the control puts things right', async () => {
    const { operation, simulator, name } = await linesAfter('unknown-state', 'PAUSED_FOR_TEA');
    expect(operation.metadata.state).toBe('BATCH_STATE_PAUSED_FOR_TEA');
    expect(operation.done).toBeUndefined();
    await simulator.setBatchState(name, 'SUCCEEDED');
    expect((await call(simulator, 'GET', `/v1beta/${name}`)).body.response.responsesFile).toMatch(/^files\/batch-/);
    await expect(simulator.setBatchState(name, 'RUNNING')).rejects.toThrow('already ended');
  });

  test('failed items carry an error and their key and are not billed', async () => {
    const { lines, operation, simulator } = await linesAfter('failed-items', 2);
    expect(lines.filter((line) => line.error).map((line) => line.key)).toHaveLength(2);
    expect(operation.metadata.batchStats.failedRequestCount).toBe('2');
    expect(simulator.bill().filter((entry) => entry.kind === 'batchLine')).toHaveLength(3);
  });

  test.each([
    ['lost-key', (found: (string | undefined)[]) => found.length === 4],
    ['doubled-key', (found: (string | undefined)[]) => found.length === 6 && new Set(found).size === 5],
    ['unknown-key', (found: (string | undefined)[]) => found.includes('somebody-elses') && found.length === 5],
    ['no-key', (found: (string | undefined)[]) => found.includes(undefined) && found.length === 5],
  ])('%s spoils the keys of the result', async (fault, isSo) => {
    const { lines } = await linesAfter(fault);
    expect(isSo(lines.map((line) => line.key))).toBe(true);
  });

  test('output-gone leaves a name without a file', async () => {
    const { status, operation } = await linesAfter('output-gone');
    expect(operation.response.responsesFile).toMatch(/^files\/batch-/);
    expect(status).toBe(403);
  });

  test('quota-429 comes with and without RetryInfo', async () => {
    const { ai, simulator } = await startStage();
    const add = (value?: unknown) =>
      simulator.faults.add({ route: 'batch', effect: { kind: 'behaviour', name: 'quota-429', value } });
    const details = async () => JSON.parse((await inline(ai, 'x').catch((error) => error)).message).error.details;
    add();
    expect(await details()).toHaveLength(1);
    add(12);
    expect(await details()).toContainEqual({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '12s' });
    await expect(inline(ai, 'x')).resolves.toBeDefined();
  });

  test('behaviours of answers hit batch items by the route batchItem', async () => {
    const { ai, clock, simulator } = await startStage();
    simulator.faults.add({ route: 'batchItem', effect: { kind: 'behaviour', name: 'safety' }, times: 5 });
    const job = await inline(ai, 'x');
    await clock.advance(8000);
    const items = (await ai.batches.get({ name: job.name ?? '' })).dest?.inlinedResponses ?? [];
    expect(items.map((item) => item.response?.candidates?.[0]?.finishReason)).toEqual(['SAFETY', 'SAFETY']);
  });
});
