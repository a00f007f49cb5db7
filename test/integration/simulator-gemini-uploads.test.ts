import { startStage } from './simulator-gemini-support.ts';

// The ways to upload that the official SDKs do not take: curl, Apps Script and the libraries of Google's older APIs do.

type UploadedBody = { file: { name: string; displayName?: string; mimeType: string; sizeBytes?: string } } & {
  error: { message: string };
};

/** Puts one slice of a file to its upload URL, without a key. */
const slice = async (url: string, range: string | undefined, body: string, more: Record<string, string> = {}) => {
  const headers = { ...more, ...(range === undefined ? {} : { 'content-range': range }) };
  return fetch(url, { method: 'PUT', headers, body });
};

async function stage(options: Parameters<typeof startStage>[0] = {}) {
  const started = await startStage(options);
  const { simulator } = started;
  const key = { 'x-goog-api-key': simulator.geminiApiKey };
  const upload = async (query: string, headers: Record<string, string>, body?: string | FormData) => {
    const url = `${simulator.url}/upload/v1beta/files${query}`;
    const answer = await fetch(url, { method: 'POST', headers: { ...key, ...headers }, body });
    const text = await answer.text();
    const read: UploadedBody = text === '' ? {} : JSON.parse(text);
    return { status: answer.status, headers: answer.headers, body: read };
  };
  return { ...started, upload };
}

const metadata = { file: { displayName: 'BatchInput' } };

function multipart(boundary: string, end = '\r\n', json: object = metadata): string {
  return [
    `--${boundary}`,
    'Content-Type: application/json; charset=UTF-8',
    '',
    JSON.stringify(json),
    `--${boundary}`,
    'Content-Type: application/jsonl',
    '',
    `{"key":"a"}\n--not-a-boundary\r\n\r\n`,
    `--${boundary}--`,
    '',
  ].join(end);
}

const mediaBytes = '{"key":"a"}\n--not-a-boundary\r\n\r\n'.length;

test.each([
  ['?uploadType=media', {}],
  ['?upload_protocol=raw', {}],
  ['', { 'X-Goog-Upload-Protocol': 'raw' }],
])('takes the bytes alone: %s %j', async (query, headers) => {
  const { upload, ai } = await stage();
  const {
    status,
    body,
    headers: answered,
  } = await upload(query, { ...headers, 'content-type': 'text/csv; charset=utf-8' }, 'a,b');
  expect(status).toBe(200);
  expect(answered.get('x-goog-upload-status')).toBe('final');
  expect(body.file).toMatchObject({ mimeType: 'text/csv', sizeBytes: '3' });
  expect(body.file.displayName).toBeUndefined();
  expect(await ai.files.get({ name: body.file.name })).toMatchObject({ state: 'ACTIVE', source: 'UPLOADED' });
});

test.each([
  ['?uploadType=multipart', {}, 'xyz', '\r\n'],
  ['?upload_protocol=multipart', {}, '"with space"', '\r\n'],
  ['', { 'X-Goog-Upload-Protocol': 'multipart' }, 'xyz', '\n'],
  ['', {}, 'xyz', '\r\n'],
] as const)('takes metadata and bytes in one body: %s %j boundary %s', async (query, headers, boundary, end) => {
  const { upload } = await stage();
  const contentType = `multipart/related; boundary=${boundary}`;
  const sent = multipart(boundary.replaceAll('"', ''), end);
  const { status, body } = await upload(query, { ...headers, 'content-type': contentType }, sent);
  expect(status).toBe(200);
  expect(body.file).toMatchObject({ displayName: 'BatchInput', mimeType: 'application/jsonl' });
  expect(body.file.sizeBytes).toBe(String(mediaBytes));
});

test('takes a form with the metadata first, and a name of its own', async () => {
  const { upload, ai } = await stage();
  const form = new FormData();
  const json = JSON.stringify({ file: { name: 'files/mine', mime_type: 'text/plain' } });
  form.append('metadata', new Blob([json], { type: 'application/json' }));
  form.append('file', new Blob(['hello'], { type: 'text/markdown' }), 'hello.md');
  const { status, body } = await upload('?uploadType=multipart', {}, form);
  expect([status, body.file.name, body.file.mimeType]).toEqual([200, 'files/mine', 'text/plain']);
  expect((await ai.files.get({ name: 'files/mine' })).sizeBytes).toBe('5');
});

test.each([
  ['no boundary', 'multipart/related', multipart('xyz'), 'boundary'],
  ['another boundary', 'multipart/related; boundary=abc', multipart('xyz'), 'boundary'],
  ['one part', 'multipart/related; boundary=xyz', '--xyz\r\n\r\n{}\r\n--xyz--', 'two parts'],
  ['no end', 'multipart/related; boundary=xyz', multipart('xyz').slice(0, -5), 'boundary'],
  ['an unknown member', 'multipart/related; boundary=xyz', multipart('xyz', '\r\n', { fille: {} }), 'fille'],
  ['a bad name', 'multipart/related; boundary=xyz', multipart('xyz', '\r\n', { file: { name: 'files/A' } }), 'File ID'],
])('refuses a multipart body with %s', async (_what, contentType, sent, message) => {
  const { upload, ai } = await stage();
  const { status, body } = await upload('?uploadType=multipart', { 'content-type': contentType }, sent);
  expect([status, body.error.message]).toEqual([400, expect.stringContaining(message)]);
  const listed = await ai.files.list();
  expect(listed.page).toEqual([]);
});

test.each([
  ['?uploadType=carrier-pigeon', {}],
  ['', { 'X-Goog-Upload-Protocol': 'batch' }],
])('refuses a way to upload that is not there: %s %j', async (query, headers) => {
  const { upload } = await stage();
  const { status, body } = await upload(query, headers, 'abc');
  expect([status, body.error.message]).toEqual([400, expect.stringMatching(/pigeon|batch/)]);
});

test('limits of files hold for bodies that hold one, and those of requests do not', async () => {
  const { upload } = await stage({ maxRequestBytes: 10, maxFileBytes: 20 });
  expect((await upload('?uploadType=media', {}, 'x'.repeat(20))).status).toBe(200);
  expect((await upload('?uploadType=media', {}, 'x'.repeat(21))).status).toBe(400);
});

const begin = async (staged: Awaited<ReturnType<typeof stage>>, length: string) => {
  const headers = { 'x-upload-content-type': 'text/plain', 'x-upload-content-length': length };
  const started = await staged.upload('?uploadType=resumable', headers, JSON.stringify(metadata));
  expect(started.status).toBe(200);
  return started.headers.get('location') ?? '';
};

describe('by Content-Range, as older client libraries upload', () => {
  test('a file comes in slices, each answered with 308 and what has come so far', async () => {
    const staged = await stage();
    const url = await begin(staged, '6');
    const first = await slice(url, 'bytes 0-3/6', 'abcd');
    expect([first.status, first.headers.get('range')]).toEqual([308, 'bytes=0-3']);
    expect((await slice(url, 'bytes 5-5/6', 'f')).status).toBe(400);
    const asked = await slice(url, 'bytes */6', '');
    expect([asked.status, asked.headers.get('range')]).toEqual([308, 'bytes=0-3']);
    const last = await slice(url, 'bytes 4-5/6', 'ef');
    expect(await last.json()).toMatchObject({
      file: { displayName: 'BatchInput', mimeType: 'text/plain', sizeBytes: '6' },
    });
  });

  test('a client that cannot bear a 308 gets it in a header', async () => {
    const staged = await stage();
    const url = await begin(staged, '2');
    const no308 = { 'x-guploader-no-308': 'yes' };
    const first = await slice(url, 'bytes 0-0/*', 'a', no308);
    expect([first.status, first.headers.get('x-http-status-code-override')]).toEqual([200, '308']);
    const last = await slice(url, 'bytes 1-1/2', 'b', no308);
    expect(last.headers.get('x-http-status-code-override')).toBeNull();
    expect(await last.json()).toMatchObject({ file: { sizeBytes: '2' } });
  });

  test('a file comes whole without the header', async () => {
    const staged = await stage();
    const answer = await slice(await begin(staged, '3'), undefined, 'abc');
    expect(await answer.json()).toMatchObject({ file: { sizeBytes: '3' } });
  });
});

test('the file of an upload at once feeds a batch job', async () => {
  const { upload, ai, clock } = await stage();
  const request = { contents: [{ parts: [{ text: 'hello' }] }] };
  const line = `${JSON.stringify({ key: 'a', request })}\n`;
  const { body } = await upload('?uploadType=media', { 'content-type': 'application/jsonl' }, line);
  const job = await ai.batches.create({ model: 'gemini-3.5-flash', src: body.file.name });
  await clock.advance(8000);
  expect(await ai.batches.get({ name: job.name ?? '' })).toMatchObject({ state: 'JOB_STATE_SUCCEEDED' });
});
