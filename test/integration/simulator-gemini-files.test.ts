import { createHash } from 'node:crypto';
import { call, startStage } from './simulator-gemini-support.ts';

test.each([1, 70, 9 * 1024 * 1024])('uploads %d bytes through the SDK, in chunks when large', async (sizeBytes) => {
  const { ai, simulator, journal } = await startStage();
  const bytes = Buffer.alloc(sizeBytes, 'x');
  const file = await ai.files.upload({ file: new Blob([bytes]), config: { mimeType: 'jsonl', displayName: 'lines' } });
  expect(file).toMatchObject({
    displayName: 'lines',
    mimeType: 'jsonl',
    sizeBytes: String(sizeBytes),
    state: 'ACTIVE',
    source: 'UPLOADED',
  });
  expect(file.name).toMatch(/^files\/[a-z0-9]{12}$/);
  expect(file.uri).toBe(`${simulator.url}/v1beta/${file.name}`);
  const hexDigest = createHash('sha256').update(bytes).digest('hex');
  expect(Buffer.from(file.sha256Hash ?? '', 'base64').toString()).toBe(hexDigest);
  const chunks = journal.entries().filter((entry) => entry.route === 'uploadBytes');
  expect(chunks).toHaveLength(sizeBytes > 8 * 1024 * 1024 ? 2 : 1);
  expect(await ai.files.get({ name: file.name ?? '' })).toMatchObject({ name: file.name });
});

test('takes the single-quoted start of the curl sample and bytes without a key', async () => {
  const { simulator } = await startStage();
  const start = await fetch(`${simulator.url}/upload/v1beta/files`, {
    method: 'POST',
    headers: {
      'x-goog-api-key': simulator.geminiApiKey,
      'X-Goog-Upload-Protocol': 'resumable',
      'X-Goog-Upload-Command': 'start',
      'X-Goog-Upload-Header-Content-Type': 'application/x-ndjson',
      'Content-Type': 'application/jsonl',
    },
    body: "{'file': {'display_name': 'BatchInput'}}",
  });
  expect(start.headers.get('x-goog-upload-status')).toBe('active');
  const uploadUrl = start.headers.get('x-goog-upload-url') ?? '';
  expect(uploadUrl).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const wrongOffset = await fetch(uploadUrl, {
    method: 'POST',
    headers: { 'X-Goog-Upload-Offset': '5', 'X-Goog-Upload-Command': 'upload' },
    body: 'ab',
  });
  expect(wrongOffset.status).toBe(400);
  const done = await fetch(uploadUrl, {
    method: 'POST',
    headers: {
      'X-Goog-Upload-Offset': '0',
      'X-Goog-Upload-Command': 'upload, finalize',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: '{"key":"a"}\n',
  });
  expect(done.headers.get('x-goog-upload-status')).toBe('final');
  expect(await done.json()).toMatchObject({
    file: { displayName: 'BatchInput', mimeType: 'application/x-ndjson', sizeBytes: '12' },
  });
});

test('lists in pages without an empty token, deletes, and answers 403 for what is gone', async () => {
  const { ai, simulator, clock } = await startStage();
  expect((await call(simulator, 'GET', '/v1beta/files')).body).toEqual({});
  const names: (string | undefined)[] = [];
  for (let n = 0; n < 5; n++)
    names.push((await ai.files.upload({ file: new Blob([`${n}`]), config: { mimeType: 'text/plain' } })).name);
  const listed: (string | undefined)[] = [];
  for await (const file of await ai.files.list({ config: { pageSize: 2 } })) listed.push(file.name);
  expect(listed).toEqual(names.toReversed());
  expect((await call(simulator, 'GET', '/v1beta/files?pageSize=5')).body.nextPageToken).toBeUndefined();
  await ai.files.delete({ name: names[0] ?? '' });
  const error = await ai.files.get({ name: names[0] ?? '' }).catch((thrown) => thrown);
  expect(error.status).toBe(403);
  expect(error.message).toContain('or it may not exist');
  const notGenerated = await call(simulator, 'GET', `/v1beta/${names[1]}:download?alt=media`);
  expect(notGenerated.status).toBe(400);
  await clock.advance(48 * 60 * 60 * 1000);
  expect((await call(simulator, 'GET', `/v1beta/${names[1]}`)).status).toBe(403);
});
