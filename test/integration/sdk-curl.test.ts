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

  /** The upload in two steps of the sample; resolves to the File. */
  async function upload(lines: readonly object[]) {
    const path = join(folder, 'batch_requests.jsonl');
    const headers = join(folder, 'upload-header.tmp');
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await writeFile(path, text);
    const size = String(Buffer.byteLength(text));
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
  return { ...started, curl, upload, createFromFile, inline, get };
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
