import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GeminiSimulatorOptions } from '../../src/simulator/gemini/simulator.ts';
import { startReceiver, unmatchedIn } from '../support/sdk-gemini.ts';
import { closeLater, model, startStage } from './simulator-gemini-support.ts';

// The REST samples of the pages "Batch API", "Files API" and "Webhooks", with the real curl.
const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl) process.stderr.write('Skipped: there is no curl on this machine\n');
const withCurl = hasCurl ? describe : describe.skip;
const json = ['-H', 'Content-Type:application/json'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hyoban-curl-'));
});
afterAll(() => rm(folder, { recursive: true }));

const curlWithoutKey = async (...args: string[]) => (await promisify(execFile)('curl', ['-s', ...args])).stdout;

async function stage(options: Partial<GeminiSimulatorOptions> = {}) {
  const started = await startStage(options);
  const { simulator, journal } = started;
  closeLater(async () => expect(unmatchedIn(journal)).toEqual([]));
  const curl = (path: string, ...args: string[]) =>
    curlWithoutKey(`${simulator.url}${path}`, '-H', `x-goog-api-key: ${simulator.geminiApiKey}`, ...args);

  const upload = (lines: readonly object[]) =>
    uploadBytes(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));

  /** The upload in two steps of the sample; resolves to the File. */
  async function uploadBytes(bytes: Buffer) {
    const path = join(folder, 'batch_requests.jsonl');
    const headers = join(folder, 'upload-header.tmp');
    await writeFile(path, bytes);
    const size = String(bytes.length);
    const start = ['-D', headers, '-H', 'X-Goog-Upload-Protocol: resumable', '-H', 'X-Goog-Upload-Command: start'];
    const described = ['-H', `X-Goog-Upload-Header-Content-Length: ${size}`];
    const typed = [
      '-H',
      'X-Goog-Upload-Header-Content-Type: application/x-ndjson',
      '-H',
      'Content-Type: application/jsonl',
    ];
    await curl(
      '/upload/v1beta/files',
      ...start,
      ...described,
      ...typed,
      '-d',
      "{'file': {'display_name': 'BatchInput'}}",
    );
    const uploadUrl = /^x-goog-upload-url: (.*)\r$/im.exec(await readFile(headers, 'utf8'))?.[1] ?? '';
    const offset = ['-H', 'X-Goog-Upload-Offset: 0', '-H', 'X-Goog-Upload-Command: upload, finalize'];
    const sent = await curlWithoutKey(
      uploadUrl,
      '-H',
      `Content-Length: ${size}`,
      ...offset,
      '--data-binary',
      `@${path}`,
    );
    return JSON.parse(sent).file;
  }

  async function createFromFile(fileName: string, name = model) {
    const body = `{ 'batch': { 'display_name': 'my-batch-requests', 'input_config': { 'file_name': '${fileName}' } } }`;
    return JSON.parse(await curl(`/v1beta/models/${name}:batchGenerateContent`, '-X', 'POST', ...json, '-d', body));
  }

  const inline = async () => {
    const requests = `{"requests": [${inlineRequest('request-1')}, ${inlineRequest('request-2')}]}`;
    const body = `{"batch": {"display_name": "my-batch-requests", "input_config": {"requests": ${requests}}}}`;
    return JSON.parse(await curl(`/v1beta/models/${model}:batchGenerateContent`, '-X', 'POST', ...json, '-d', body));
  };
  const get = async (path: string) => JSON.parse(await curl(path, ...json));
  return { ...started, curl, upload, uploadBytes, createFromFile, inline, get };
}

const inlineRequest = (key: string) =>
  `{"request": {"contents": [{"parts": [{"text": "Describe ${key}."}]}]}, "metadata": {"key": "${key}"}}`;

const keyed = (key: string) => ({ key, request: { contents: [{ parts: [{ text: key }] }] } });

withCurl('curl', () => {
  test('uploads, creates a job from the file and downloads its lines', async () => {
    const { upload, createFromFile, get, curl, clock } = await stage();
    const file = await upload([keyed('request-1'), keyed('request-2')]);
    expect(file).toMatchObject({ displayName: 'BatchInput', mimeType: 'application/x-ndjson', state: 'ACTIVE' });
    const { name, metadata, done } = await createFromFile(file.name);
    expect({ done, state: metadata.state }).toEqual({ done: undefined, state: 'BATCH_STATE_PENDING' });
    await clock.advance(8000);
    const finished = await get(`/v1beta/${name}`);
    expect(finished).toMatchObject({ done: true, metadata: { state: 'BATCH_STATE_SUCCEEDED' } });
    const text = await curl(`/download/v1beta/${finished.response.responsesFile}:download?alt=media`);
    const keys = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).key);
    expect(new Set(keys)).toEqual(new Set(['request-1', 'request-2']));
  });

  test.each([
    [0, undefined],
    [1, '1'],
    [70, '70'],
    [9 * 1024 * 1024, '9437184'],
  ])('uploads %d bytes in one piece, gets, lists and deletes them', async (sizeBytes, shown) => {
    const { uploadBytes, get, curl } = await stage();
    const { name, sizeBytes: said } = await uploadBytes(Buffer.alloc(sizeBytes, 'x'));
    expect(said).toBe(shown);
    expect((await get('/v1beta/files?pageSize=5')).files).toMatchObject([
      { name, state: 'ACTIVE', source: 'UPLOADED' },
    ]);
    expect(await curl(`/v1beta/${name}`, '-X', 'DELETE')).toBe('{}');
    expect((await get(`/v1beta/${name}`)).error).toMatchObject({ code: 403, status: 'PERMISSION_DENIED' });
    expect(await get('/v1beta/files')).toEqual({});
  });

  test('asks in snake_case with tools and a schema, whole and in pieces', async () => {
    const { curl, get } = await stage();
    const contents = '"contents": [{"parts": [{"text": "Restaurant: 鼎泰豐"}]}]';
    const ask = async (verb: string, body: string) => curl(`/v1beta/models/${model}:${verb}`, ...json, '-d', body);
    const grounded = JSON.parse(await ask('generateContent', `{${contents}, "tools": [{"google_search": {}}]}`));
    expect(grounded.candidates[0].groundingMetadata.searchEntryPoint.renderedContent).toContain('<style>');
    const schema = '{"type": "OBJECT", "properties": {"dish_name": {"type": "STRING", "min_length": 20}}}';
    const config = `"generation_config": {"response_mime_type": "application/json", "response_schema": ${schema}}`;
    const structured = JSON.parse(await ask('generateContent', `{${contents}, ${config}}`));
    const { dish_name: dish } = JSON.parse(structured.candidates[0].content.parts[0].text);
    expect(dish.length).toBeGreaterThanOrEqual(20);
    const events = await ask('streamGenerateContent?alt=sse', `{${contents}}`);
    expect(events.match(/^data: \{/gm)).toHaveLength(3);
    expect(JSON.parse(await ask('streamGenerateContent', `{${contents}}`))).toHaveLength(3);
    expect((await get('/v1beta/models?pageSize=1')).nextPageToken).toEqual(expect.any(String));
  });

  test('embeds in a job, inline', async () => {
    const { curl, get, clock } = await stage();
    const request =
      '{"request": {"content": {"parts": [{"text": "one"}]}, "output_dimensionality": 4}, "metadata": {"key": "a"}}';
    const body = `{"batch": {"display_name": "vectors", "input_config": {"requests": {"requests": [${request}]}}}}`;
    const created = JSON.parse(
      await curl('/v1beta/models/gemini-embedding-2:asyncBatchEmbedContent', ...json, '-d', body),
    );
    expect(created.metadata['@type']).toMatch(/\.EmbedContentBatch$/);
    await clock.advance(8000);
    const { response } = await get(`/v1beta/${created.name}`);
    expect(response['@type']).toMatch(/\.EmbedContentBatchOutput$/);
    expect(response.inlinedResponses.inlinedResponses).toMatchObject([
      { metadata: { key: 'a' }, response: { tokenCount: '1', embedding: { values: { length: 4 } } } },
    ]);
  });

  test('lists jobs five at a time', async () => {
    const { inline, get } = await stage();
    const names: string[] = [];
    for (let n = 0; n < 6; n++) names.push((await inline()).name);
    const first = await get('/v1beta/batches?pageSize=5');
    const second = await get(`/v1beta/batches?pageSize=5&pageToken=${first.nextPageToken}`);
    expect([...first.operations, ...second.operations]).toMatchObject(names.toReversed().map((name) => ({ name })));
    expect([first.operations.length, 'nextPageToken' in second]).toEqual([5, false]);
  });

  test('creates inline, lists, cancels by POST, deletes, and is told 404', async () => {
    const { inline, get, curl } = await stage();
    const { name } = await inline();
    expect((await get('/v1beta/batches')).operations).toMatchObject([{ name }]);
    expect(await curl(`/v1beta/${name}:cancel`, '-X', 'POST')).toBe('{}');
    expect((await get(`/v1beta/${name}`)).metadata.state).toBe('BATCH_STATE_CANCELLED');
    expect(await curl(`/v1beta/${name}`, '-X', 'DELETE')).toBe('{}');
    expect((await get(`/v1beta/${name}`)).error).toMatchObject({ code: 404, status: 'NOT_FOUND' });
  });

  test('changes what its mask names', async () => {
    const { inline, curl } = await stage();
    const { name } = await inline();
    const path = `/v1beta/${name}:updateGenerateContentBatch?updateMask=displayName`;
    const answer = await curl(path, '-X', 'PATCH', ...json, '-d', '{"display_name": "new", "priority": "5"}');
    expect(JSON.parse(answer)).toMatchObject({ name, displayName: 'new' });
    expect(JSON.parse(answer).priority).toBeUndefined();
    const refused = await curl(path, '-X', 'PATCH', ...json, '-d', '{"display_name": 5}');
    expect(JSON.parse(refused).error).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
  });

  test('registers a webhook under a name of its own', async () => {
    const receiver = await startReceiver();
    const { curl, get, inline, clock, simulator } = await stage();
    const body = `{"name": "MyWebhook", "uri": "${receiver.url}", "subscribed_events": ["batch.succeeded"]}`;
    const id = 'my-example-webhook-123';
    const made = JSON.parse(await curl(`/v1/webhooks?webhook_id=${id}`, '-X', 'POST', ...json, '-d', body));
    expect(made).toMatchObject({ id, state: 'enabled', new_signing_secret: expect.stringMatching(/^whsec_/) });
    expect((await get('/v1/webhooks')).webhooks).toMatchObject([{ id, name: 'MyWebhook' }]);
    await inline();
    await clock.advance(8000);
    await simulator.webhooks.settled();
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'batch.succeeded' });
  });

  test('does not cancel by GET, nor read lines without a request', async () => {
    const { upload, createFromFile, get, clock, journal } = await stage();
    const file = await upload([{ contents: [{ parts: [{ text: 'bare' }] }] }]);
    const { name } = await createFromFile(file.name);
    expect((await get(`/v1beta/${name}:cancel`)).error.code).toBe(404);
    expect(unmatchedIn(journal)).toEqual([`GET /v1beta/${name}:cancel`]);
    await clock.advance(8000);
    expect((await get(`/v1beta/${name}`)).metadata.state).toBe('BATCH_STATE_FAILED');
    journal.reset();
  });
});

withCurl('curl with what its samples read added (`docsCompat`)', () => {
  test('reads done, state and dest as the samples do', async () => {
    const { upload, createFromFile, get, clock } = await stage({ docsCompat: true });
    const { name } = await createFromFile((await upload([keyed('a')])).name);
    const pending = await get(`/v1beta/${name}`);
    expect(pending).toMatchObject({
      done: false,
      state: 'JOB_STATE_PENDING',
      metadata: { state: 'JOB_STATE_PENDING' },
    });
    await clock.advance(8000);
    const finished = await get(`/v1beta/${name}`);
    expect(finished).toMatchObject({ done: true, state: 'JOB_STATE_SUCCEEDED' });
    expect(finished.dest.fileName).toBe(finished.response.responsesFile);
  });

  test('cancels by GET', async () => {
    const { inline, get } = await stage({ docsCompat: true });
    const { name } = await inline();
    expect(await get(`/v1beta/${name}:cancel`)).toEqual({});
    expect((await get(`/v1beta/${name}`)).metadata.state).toBe('JOB_STATE_CANCELLED');
  });

  test('takes lines that are bare requests and gets pictures', async () => {
    const { upload, createFromFile, get, curl, clock } = await stage({ docsCompat: true });
    const contents = [{ parts: [{ text: 'A big letter A' }] }];
    const file = await upload([{ contents, generation_config: { responseModalities: ['TEXT', 'IMAGE'] } }]);
    const { name } = await createFromFile(file.name, 'gemini-3-pro-image-preview');
    await clock.advance(8000);
    const { dest } = await get(`/v1beta/${name}`);
    const line = JSON.parse(await curl(`/download/v1beta/${dest.fileName}:download?alt=media`));
    expect(line.key).toBeUndefined();
    const [text, picture] = line.response.candidates[0].content.parts;
    expect(text.text).toContain('A big letter A');
    expect(picture.inlineData.mimeType).toBe('image/png');
    expect(Buffer.from(picture.inlineData.data, 'base64').subarray(1, 4).toString()).toBe('PNG');
  });
});
