import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import { call, model, startStage } from './simulator-gemini-support.ts';

const body = JSON.stringify({ contents: [{ parts: [{ text: 'hello' }] }] });
const generate = `/v1beta/models/${model}:generateContent`;
const stream = `/v1beta/models/${model}:streamGenerateContent`;

function send(
  simulator: GeminiSimulator,
  method: string,
  path: string,
  init: { body?: string; headers?: Record<string, string> } = {},
) {
  const headers = { 'x-goog-api-key': simulator.geminiApiKey, ...init.headers };
  return fetch(`${simulator.url}${path}`, { method, headers, body: init.body });
}

/** Starts an upload, as curl does; resolves to its answer. */
const start = (simulator: GeminiSimulator, headers: Record<string, string> = {}) =>
  send(simulator, 'POST', '/upload/v1beta/files', { headers: { 'X-Goog-Upload-Protocol': 'resumable', ...headers } });

const urlOf = (started: Response) => started.headers.get('x-goog-upload-url') ?? '';

describe('answers', () => {
  test('are JSON in UTF-8, errors and empty ones too', async () => {
    const { simulator } = await startStage();
    const { body: job } = await call(simulator, 'POST', `/v1beta/models/${model}:batchGenerateContent`, {
      batch: { inputConfig: { requests: { requests: [{ request: JSON.parse(body) }] } } },
    });
    const answers = [
      await send(simulator, 'POST', generate, { body }),
      await send(simulator, 'GET', '/v1beta/files/none'),
      await send(simulator, 'GET', '/v1beta/nowhere'),
      await send(simulator, 'GET', '/v1beta/files', { headers: { 'x-goog-api-key': '' } }),
      await send(simulator, 'POST', `/v1beta/${job.name}:cancel`),
      await send(simulator, 'DELETE', `/v1beta/${job.name}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 404, 403, 200, 200]);
    for (const answer of answers) expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8');
    expect(await Promise.all(answers.slice(-2).map((answer) => answer.text()))).toEqual(['{}', '{}']);
  });

  test('in pieces are server-sent events with alt=sse, and a JSON array without', async () => {
    const { simulator } = await startStage();
    const events = await send(simulator, 'POST', `${stream}?alt=sse`, { body });
    expect(events.headers.get('content-type')).toBe('text/event-stream');
    const blocks = (await events.text()).split('\r\n\r\n');
    expect(blocks.pop()).toBe('');
    const pieces = blocks.map((block) => JSON.parse(/^data: (.+)$/.exec(block)?.[1] ?? ''));
    const array = (await (await send(simulator, 'POST', stream, { body })).json()) as typeof pieces;
    const textOf = (list: typeof pieces) => list.map(({ candidates }) => candidates[0].content.parts[0].text).join('');
    expect([pieces.length, array.length]).toEqual([3, 3]);
    expect([textOf(pieces), textOf(array)]).toEqual(['You wrote: hello', 'You wrote: hello']);
    expect(pieces.map(({ candidates }) => candidates[0].finishReason)).toEqual([undefined, undefined, 'STOP']);
  });

  test('to refused streams are plain errors', async () => {
    const { simulator } = await startStage();
    for (const path of [`${stream}?alt=sse`, stream]) {
      const answer = await send(simulator, 'POST', path, { body: '{}' });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/json; charset=UTF-8']);
      expect(await answer.json()).toMatchObject({ error: { code: 400, status: 'INVALID_ARGUMENT' } });
    }
  });
});

describe('requests', () => {
  test.each(['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'jsonl', 'not a type at all', ';'])(
    'are read whatever content type they have: %s',
    async (contentType) => {
      const { simulator } = await startStage();
      const answer = await send(simulator, 'POST', generate, { body, headers: { 'content-type': contentType } });
      expect(answer.status).toBe(200);
    },
  );

  test('without a body are empty objects, with a content type or without', async () => {
    const { simulator } = await startStage();
    for (const headers of [undefined, { 'content-type': 'application/json' }]) {
      const answer = await send(simulator, 'POST', generate, { headers });
      expect(await answer.json()).toMatchObject({
        error: { message: expect.stringContaining('contents is not specified') },
      });
    }
  });

  test('may have the key in the query, and are the same in all versions', async () => {
    const { simulator } = await startStage();
    for (const version of ['v1', 'v1beta', 'v1alpha']) {
      const path = `${generate.replace('v1beta', version)}?key=${simulator.geminiApiKey}`;
      expect((await fetch(`${simulator.url}${path}`, { method: 'POST', body })).status).toBe(200);
    }
    expect((await send(simulator, 'POST', generate.replace('v1beta', 'v2'), { body })).status).toBe(404);
  });

  test('that meet no route are listed, and told the way when it is well known', async () => {
    const { simulator, journal } = await startStage();
    const wrong = await call(simulator, 'POST', '/v1beta/upload/v1beta/files', {});
    expect(wrong.body.error).toMatchObject({
      code: 404,
      message: expect.stringContaining('Uploads begin at /upload/v1beta/files'),
    });
    expect((await call(simulator, 'GET', '/v1beta/tunedModels')).body.error).toMatchObject({
      code: 404,
      status: 'NOT_FOUND',
    });
    await call(simulator, 'GET', '/v1beta/models');
    const { entries } = (await call(simulator, 'GET', '/_sim/journal')).body as unknown as {
      entries: { matched: boolean; path: string }[];
    };
    expect(entries.filter(({ matched }) => !matched).map(({ path }) => path)).toEqual([
      '/v1beta/upload/v1beta/files',
      '/v1beta/tunedModels',
    ]);
    expect(journal.entries()).toHaveLength(3);
  });

  test('for a key and for public keys need none', async () => {
    const { simulator } = await startStage();
    const jwks = await fetch(`${simulator.url}/.well-known/jwks.json`);
    const { keys } = (await jwks.json()) as { keys: { kty: string; crv?: string; alg: string; d?: string }[] };
    expect(keys.map(({ kty, crv, alg }) => [kty, crv, alg])).toEqual([
      ['OKP', 'Ed25519', 'EdDSA'],
      ['OKP', 'Ed25519', 'EdDSA'],
      ['OKP', 'Ed25519', 'EdDSA'],
      ['RSA', undefined, 'RS256'],
    ]);
    expect(keys.every(({ d }) => d === undefined)).toBe(true);
    expect((await fetch(`${simulator.url}/_sim/clock`)).status).toBe(200);
  });
});

describe('upload URLs', () => {
  test('are those of the caller, also behind a proxy', async () => {
    const { simulator } = await startStage();
    expect(urlOf(await start(simulator))).toMatch(
      new RegExp(`^${simulator.url}/upload/v1beta/files\\?upload_id=\\w{64}&`),
    );
    const proxied = await start(simulator, { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'gemini.example' });
    expect(urlOf(proxied)).toMatch(/^https:\/\/gemini\.example\/upload\/v1beta\/files\?upload_id=/);
  });

  test('take bytes by POST or PUT, in chunks, and say how many came', async () => {
    const { simulator } = await startStage();
    const started = await start(simulator);
    expect(Object.fromEntries(started.headers)).toMatchObject({
      'x-goog-upload-status': 'active',
      'x-goog-upload-chunk-granularity': '262144',
    });
    const chunk = (method: string, command: string, offset: number, bytes?: string) =>
      fetch(urlOf(started), {
        method,
        headers: { 'X-Goog-Upload-Command': command, 'X-Goog-Upload-Offset': String(offset) },
        body: bytes,
      });
    expect((await chunk('PUT', 'upload', 0, 'first ')).headers.get('x-goog-upload-status')).toBe('active');
    expect((await chunk('POST', 'query', 0)).headers.get('x-goog-upload-size-received')).toBe('6');
    const done = await chunk('PUT', 'upload, finalize', 6, 'second');
    expect(done.headers.get('x-goog-upload-status')).toBe('final');
    expect(await done.json()).toMatchObject({ file: { sizeBytes: '12', state: 'ACTIVE' } });
  });

  test('can be given up, and are gone then', async () => {
    const { simulator } = await startStage();
    const url = urlOf(await start(simulator));
    const cancelled = await fetch(url, { method: 'POST', headers: { 'X-Goog-Upload-Command': 'cancel' } });
    expect([cancelled.status, cancelled.headers.get('x-goog-upload-status')]).toEqual([200, 'cancelled']);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(404);
  });

  test('are not given out for other protocols', async () => {
    const { simulator } = await startStage();
    const refused = await start(simulator, { 'X-Goog-Upload-Protocol': 'multipart' });
    expect([refused.status, urlOf(refused)]).toEqual([400, '']);
  });

  test('are guarded by the key at their start', async () => {
    const { simulator } = await startStage();
    expect((await start(simulator, { 'x-goog-api-key': 'nobody' })).status).toBe(400);
  });
});
