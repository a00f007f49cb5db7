import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGeminiClient } from '../../src/gemini/client.ts';
import { classifyGeminiError } from '../../src/gemini/errors.ts';
import type { FaultEffect } from '../../src/simulator/core/faults.ts';
import { closeLater, startStage, taipei } from './simulator-gemini-support.ts';

const area = { kind: 'location', ...taipei } as const;
const model = 'gemini-3.5-flash';
const line = { key: 'p0', request: { contents: [{ role: 'user' as const, parts: [{ text: 'hi' }] }] } };
const clientAt = (baseUrl: string, timeoutMs = 10_000, apiKey = 'key') =>
  createGeminiClient({ apiKey, baseUrl, groundingModel: model, reportModel: model, timeoutMs });

async function start() {
  const stage = await startStage();
  return { ...stage, gemini: clientAt(stage.simulator.url, 10_000, stage.simulator.geminiApiKey) };
}

/** A server that answers as told; for what the simulator does not do. */
async function serve(handle: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handle(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeLater(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json = (response: ServerResponse, body: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

async function failureOf(call: Promise<unknown>) {
  const error = await call.then(
    () => new Error('did not fail'),
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ name: 'GeminiCallError' });
  return classifyGeminiError(error);
}

async function withFile(timeoutMs = 10_000) {
  const stage = await start();
  const { fileName } = await stage.gemini.uploadJsonl({ displayName: 'job', lines: [line] });
  const creating = clientAt(stage.simulator.url, timeoutMs, stage.simulator.geminiApiKey);
  return { ...stage, create: () => creating.createBatch({ displayName: 'job', fileName }) };
}

describe('creating a batch', () => {
  test.each<[string, FaultEffect, string, string, number]>([
    ['whose answer is lost', { kind: 'lost-answer' }, 'GeminiConnectionLost', 'unknown', 1],
    ['whose answer is cut', { kind: 'broken-json' }, 'GeminiUnreadableAnswer', 'unknown', 1],
    ['that is reset', { kind: 'reset' }, 'GeminiConnectionLost', 'unknown', 0],
    ['that meets a page of a proxy', { kind: 'html' }, 'GeminiServerError', 'unknown', 0],
    ['that meets a 503', { kind: 'status', status: 503 }, 'GeminiOverloaded', 'unknown', 0],
    ['that is refused', { kind: 'status', status: 400 }, 'GeminiBadRequest', 'permanent', 0],
    ['that meets the quota', { kind: 'status', status: 429 }, 'GeminiBatchQuota', 'retryable', 0],
  ])('%s is tried once', async (_name, effect, code, kind, jobs) => {
    const { simulator, journal, create } = await withFile();
    simulator.faults.add({ route: 'batchGenerateContent', effect, times: 5 });
    expect(await failureOf(create())).toMatchObject({ code, kind });
    expect(simulator.batches()).toHaveLength(jobs);
    expect(journal.entries().filter((entry) => entry.route === 'batchGenerateContent')).toHaveLength(1);
  });

  test('that takes too long may have been done', async () => {
    const { simulator, create } = await withFile(300);
    simulator.faults.add({ route: 'batchGenerateContent', effect: { kind: 'delay', delayMs: 1500 } });
    expect(await failureOf(create())).toMatchObject({ code: 'GeminiTimeout', kind: 'unknown' });
    expect(simulator.batches()).toHaveLength(1);
  });

  test('of a file that is gone says so', async () => {
    const { gemini } = await start();
    const failure = await failureOf(gemini.createBatch({ displayName: 'job', fileName: 'files/gone' }));
    expect(['GeminiFileGone', 'GeminiNotFound', 'GeminiBadRequest']).toContain(failure.code);
    expect(failure.kind).toBe('permanent');
  });

  test('beyond the number of jobs meets the batch quota', async () => {
    const stage = await startStage({ maxConcurrentBatches: 1 });
    const gemini = clientAt(stage.simulator.url, 10_000, stage.simulator.geminiApiKey);
    const { fileName } = await gemini.uploadJsonl({ displayName: 'job', lines: [line] });
    await gemini.createBatch({ displayName: 'a', fileName });
    expect(await failureOf(gemini.createBatch({ displayName: 'b', fileName }))).toMatchObject({
      code: 'GeminiBatchQuota',
      kind: 'retryable',
    });
  });

  test('with nobody there was not sent', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const gemini = clientAt(`http://127.0.0.1:${port}`);
    const failure = await failureOf(gemini.createBatch({ displayName: 'a', fileName: 'files/a' }));
    expect(failure).toMatchObject({ code: 'GeminiUnreachable', kind: 'retryable', sent: false });
  });
});

test('a wrong key is told from a missing right', async () => {
  const { simulator } = await start();
  const failure = await failureOf(clientAt(simulator.url, 10_000, 'wrong').searchPlaces({ area, language: 'en' }));
  expect(failure).toMatchObject({ code: 'GeminiBadKey', kind: 'permanent' });
  expect(() => clientAt(simulator.url, 10_000, '')).toThrow('key is empty');
});

test('a model that does not exist says so', async () => {
  const { simulator } = await start();
  const options = { apiKey: simulator.geminiApiKey, baseUrl: simulator.url, reportModel: model, timeoutMs: 10_000 };
  const gemini = createGeminiClient({ ...options, groundingModel: 'gemini-0-nano' });
  expect(await failureOf(gemini.searchPlaces({ area, language: 'en' }))).toMatchObject({ code: 'GeminiModelUnknown' });
});

const hanging = () => serve(() => undefined);

describe('a call that gets no answer', () => {
  type Call = (gemini: ReturnType<typeof clientAt>, signal?: AbortSignal) => Promise<unknown>;
  const calls: [string, Call][] = [
    ['searchPlaces', (gemini, signal) => gemini.searchPlaces({ area, language: 'en' }, { signal })],
    ['uploadJsonl', (gemini, signal) => gemini.uploadJsonl({ displayName: 'a', lines: [line] }, { signal })],
    ['findBatches', (gemini, signal) => gemini.findBatches({ displayName: 'a', createdAfterMs: 0 }, { signal })],
    ['createBatch', (gemini, signal) => gemini.createBatch({ displayName: 'a', fileName: 'files/a' }, { signal })],
    ['getBatch', (gemini, signal) => gemini.getBatch('batches/a', { signal })],
    ['cancelBatch', (gemini, signal) => gemini.cancelBatch('batches/a', { signal })],
    ['deleteBatch', (gemini, signal) => gemini.deleteBatch('batches/a', { signal })],
    ['deleteFile', (gemini, signal) => gemini.deleteFile('files/a', { signal })],
    ['downloadResults', (gemini, signal) => gemini.downloadResults('files/batch-a', { signal })],
  ];

  test.each(calls)('ends by the timeout: %s', async (_name, call) => {
    expect(await failureOf(call(clientAt(await hanging(), 200)))).toMatchObject({
      code: 'GeminiTimeout',
      kind: 'unknown',
    });
  });

  test.each(calls)('ends by the caller’s signal: %s', async (_name, call) => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    const url = await serve((_request, response) => {
      closed = new Promise((resolve) => response.on('close', resolve));
      controller.abort(new Error('not wanted any more'));
    });
    expect(await failureOf(call(clientAt(url, 600_000), controller.signal))).toMatchObject({ code: 'GeminiAborted' });
    await closed;
  });

  test.each(calls)('is not even made when the signal has fired: %s', async (_name, call) => {
    let requests = 0;
    const url = await serve(() => requests++);
    expect(await failureOf(call(clientAt(url), AbortSignal.abort()))).toMatchObject({ code: 'GeminiAborted' });
    expect(requests).toBe(0);
  });

  test('by a timeout of the caller is a timeout', async () => {
    const call = clientAt(await hanging()).getBatch('batches/a', { signal: AbortSignal.timeout(100) });
    expect(await failureOf(call)).toMatchObject({ code: 'GeminiTimeout' });
  });
});

async function uploadServer(refused: string[]) {
  const mimeTypes: (string | undefined)[] = [];
  let uploaded = '';
  const url = await serve((request, response, body) => {
    if (request.headers['x-goog-upload-command'] !== 'start') {
      uploaded = body;
      json(response, { file: { name: 'files/abc' } }, { 'x-goog-upload-status': 'final' });
      return;
    }
    const mimeType = String(request.headers['x-goog-upload-header-content-type']);
    mimeTypes.push(mimeType);
    if (refused.includes(mimeType)) {
      const error = { code: 400, status: 'INVALID_ARGUMENT', message: `Unsupported MIME type: ${mimeType}` };
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
      return;
    }
    const uploadUrl = `http://${request.headers.host}/upload/v1beta/files?upload_id=1`;
    json(response, {}, { 'x-goog-upload-url': uploadUrl, 'x-goog-upload-status': 'active' });
  });
  return { gemini: clientAt(url), mimeTypes, uploaded: () => uploaded };
}

describe('an upload', () => {
  test('is JSON lines of application/jsonl', async () => {
    const { gemini, mimeTypes, uploaded } = await uploadServer([]);
    const lines = [line, { ...line, key: 'p1 評判\u2028\n' }];
    expect(await gemini.uploadJsonl({ displayName: 'a', lines })).toEqual({ fileName: 'files/abc' });
    expect(mimeTypes).toEqual(['application/jsonl']);
    expect(
      uploaded()
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text)),
    ).toEqual(lines);
  });

  test('is tried once as text/plain when Gemini refuses the MIME type', async () => {
    const { gemini, mimeTypes } = await uploadServer(['application/jsonl']);
    expect(await gemini.uploadJsonl({ displayName: 'a', lines: [line] })).toEqual({ fileName: 'files/abc' });
    expect(mimeTypes).toEqual(['application/jsonl', 'text/plain']);
    const hopeless = await uploadServer(['application/jsonl', 'text/plain']);
    expect(await failureOf(hopeless.gemini.uploadJsonl({ displayName: 'a', lines: [line] }))).toMatchObject({
      code: 'GeminiUnsupportedMime',
    });
    expect(hopeless.mimeTypes).toHaveLength(2);
  });

  test('of nothing fails before anything is sent', async () => {
    const { gemini, mimeTypes } = await uploadServer([]);
    await expect(gemini.uploadJsonl({ displayName: 'a', lines: [] })).rejects.toThrow('at least one line');
    expect(mimeTypes).toEqual([]);
  });
});

const job = (name: string, createTime?: string, displayName = 'mine') => ({
  name,
  metadata: { displayName, createTime, state: 'JOB_STATE_RUNNING' },
});

async function listed(pages: Record<string, unknown>[], createdAfterMs = 0) {
  const queries: string[] = [];
  const url = await serve((request, response) => {
    queries.push(new URL(request.url ?? '', 'http://x').searchParams.get('pageToken') ?? '');
    json(response, pages[queries.length - 1] ?? pages.at(-1));
  });
  return { found: await clientAt(url).findBatches({ displayName: 'mine', createdAfterMs }), queries };
}

describe('the list of jobs', () => {
  test('ends at an empty page token, and at one that comes again', async () => {
    expect((await listed([{ operations: [], nextPageToken: '' }])).queries).toEqual(['']);
    expect((await listed([{ nextPageToken: 'a' }])).queries).toEqual(['', 'a']);
  });

  test('is read by name and ends with the first page of jobs that are a day older, whatever the clocks say', async () => {
    const since = Date.parse('2026-11-21T12:00:00Z');
    const pages = [
      { operations: [job('batches/b', '2026-11-21T12:00:01.123456789Z')], nextPageToken: '1' },
      {
        operations: [job('batches/a', '2026-11-21T03:30:00Z'), job('batches/old', '2026-11-20T11:59:59Z')],
        nextPageToken: '2',
      },
      { operations: [job('batches/older', '2026-11-20T11:00:00Z')], nextPageToken: '3' },
      { operations: [job('batches/never', '2026-11-21T12:30:00Z')] },
    ];
    const { found, queries } = await listed(pages, since);
    expect(found.map((batch) => batch.batchName)).toEqual(['batches/older', 'batches/old', 'batches/a', 'batches/b']);
    expect(found[2]).toMatchObject({ displayName: 'mine', state: 'running', createdAtMs: since - 8.5 * 3_600_000 });
    expect(queries).toEqual(['', '1', '2']);
  });

  test('keeps a job that does not tell its age, and each job once', async () => {
    const pages = [
      { operations: [job('batches/a'), job('batches/x', undefined, 'other')], nextPageToken: '1' },
      { operations: [job('batches/a')] },
    ];
    const createdAfterMs = Date.parse('2026-11-21T12:00:00Z');
    const { found, queries } = await listed(pages, createdAfterMs);
    expect(found).toMatchObject([{ batchName: 'batches/a', state: 'running', createdAtMs: createdAfterMs }]);
    expect(queries).toEqual(['', '1']);
  });

  test('that is no list is an unreadable answer', async () => {
    const url = await serve((_request, response) => json(response, { operations: 'none' }));
    const call = clientAt(url).findBatches({ displayName: 'mine', createdAfterMs: 0 });
    expect(await failureOf(call)).toMatchObject({ code: 'GeminiUnreadableAnswer' });
  });
});

test.each(['../files/x', 'files/x?y', 'files/', 'https://x/files/x', 'batches/a/b', ''])(
  'what is no name of a resource is not asked for: %j',
  async (name) => {
    let requests = 0;
    const gemini = clientAt(await serve(() => requests++));
    for (const call of [gemini.getBatch(name), gemini.downloadResults(name), gemini.deleteFile(name)]) {
      await expect(call).rejects.toThrow('Not the name');
    }
    expect(requests).toBe(0);
  },
);
