import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { majors, startMajor } from '../support/sdk-gemini.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hyoban-upload-'));
});
afterAll(() => rm(folder, { recursive: true }));

const refusal = (message: string) => ({
  status: 400,
  message: expect.stringContaining(`${message}.name: File ID (name excluding 'files/') cannot be more than 40`),
});

describe.each(majors)('%s', (majorName, major) => {
  const baseName = 'requests.jsonl';

  async function sourceOf(kind: string, sizeBytes: number): Promise<Blob | string> {
    const bytes = Buffer.alloc(sizeBytes, 'x');
    if (kind === 'Blob') return new Blob([bytes]);
    const path = join(folder, baseName);
    await writeFile(path, bytes);
    return path;
  }

  test.each([
    [1, 'Blob', 1],
    [70, 'Blob', 1],
    [9 * 1024 * 1024, 'Blob', 2],
    [1, 'path', 1],
    [70, 'path', 1],
    [9 * 1024 * 1024, 'path', 2],
  ])('uploads %d bytes from a %s in %d pieces, gets, lists and deletes the file', async (sizeBytes, kind, pieces) => {
    const { ai, simulator, routed } = await startMajor(major);
    const config = { mimeType: 'application/jsonl', displayName: 'lines' };
    const file = await ai.files.upload({ file: await sourceOf(kind, sizeBytes), config });
    const { name = '' } = file;
    expect(file).toMatchObject({ ...config, sizeBytes: String(sizeBytes), state: 'ACTIVE', source: 'UPLOADED' });
    expect(file.uri).toBe(`${simulator.url}/${major.version}/${name}`);
    expect(routed('uploadStart')).toHaveLength(1);
    expect(routed('uploadStart')[0]?.path).toBe(`/upload/${major.version}/files`);
    expect(routed('uploadStart')[0]?.requestHeaders['x-goog-upload-file-name']).toBe(
      kind === 'path' ? baseName : undefined,
    );
    expect(routed('uploadBytes')).toHaveLength(pieces);
    expect(await ai.files.get({ name })).toMatchObject({ name, displayName: 'lines' });
    const listed: unknown[] = [];
    for await (const item of await ai.files.list()) listed.push(item.name);
    expect(listed).toEqual([name]);
    await ai.files.delete({ name });
    await expect(ai.files.get({ name })).rejects.toMatchObject({ name: 'ApiError', status: 403 });
  });

  test('cannot upload nothing: the SDK itself fails, before any bytes', async () => {
    const { ai, routed } = await startMajor(major);
    const upload = ai.files.upload({ file: new Blob([]), config: { mimeType: 'jsonl' } });
    await expect(upload).rejects.toThrow('Unexpected end of JSON input');
    expect(routed('uploadBytes')).toEqual([]);
  });

  test.each([
    [0, 1],
    [2, 1],
    [5, 3],
  ])('lists %d files in %d pages', async (count, pages) => {
    const { ai, routed } = await startMajor(major);
    for (let n = 0; n < count; n++) {
      await ai.files.upload({ file: new Blob([`${n}`]), config: { mimeType: 'text/plain' } });
    }
    const names: unknown[] = [];
    for await (const file of await ai.files.list({ config: { pageSize: 2 } })) if (file) names.push(file.name);
    expect(routed('listFiles')).toHaveLength(pages);
    expect(new Set(names).size).toBe(count);
  });

  test('uploads with options of the request, but for SDK 2, which then asks for a path that is none', async () => {
    const { connect, simulator, journal } = await startMajor(major);
    const config = { mimeType: 'text/plain', httpOptions: { headers: { 'x-mine': '1' } } };
    const upload = connect().files.upload({ file: new Blob(['x']), config });
    const unmatched = () => journal.entries().filter((entry) => !entry.matched);
    if (majorName === 'SDK 2') {
      await expect(upload).rejects.toThrow('Uploads begin at /upload/v1beta/files');
      expect(unmatched().map(({ path }) => path)).toEqual(['/v1beta/upload/v1beta/files']);
      simulator.reset();
    } else {
      await expect(upload).resolves.toMatchObject({ state: 'ACTIVE' });
    }
    expect(unmatched()).toEqual([]);
  });

  test('refuses a second file of the same name as the SDK shows it', async () => {
    const { ai } = await startMajor(major);
    const upload = () => ai.files.upload({ file: new Blob(['x']), config: { mimeType: 'text/plain', name: 'menu' } });
    await expect(upload()).resolves.toMatchObject({ name: 'files/menu' });
    await expect(upload()).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('menu already exists.'),
    });
  });

  test('reports files of others and results as Google does', async () => {
    const { ai, simulator } = await startMajor(major);
    const { url: baseUrl, geminiApiKey } = simulator;
    const { name: file = '' } = await ai.files.upload({ file: new Blob(['x']), config: { mimeType: 'text/plain' } });
    const stranger = major.connect({ apiKey: `${geminiApiKey}:other`, httpOptions: { baseUrl } });
    await expect(stranger.files.get({ name: file })).rejects.toMatchObject({ status: 403 });
    await expect(ai.files.delete({ name: `files/batch-${'a'.repeat(36)}` })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('cannot be more than 40 characters'),
    });
  });

  test('has names of result files that only the download takes', async () => {
    const { ai, clock, simulator } = await startMajor(major);
    const line = `${JSON.stringify({ key: 'a', request: { contents: [{ parts: [{ text: 'hi' }] }] } })}\n`;
    const file = await ai.files.upload({ file: new Blob([line]), config: { mimeType: 'application/jsonl' } });
    const job = await ai.batches.create({ model: 'gemini-3.5-flash', src: file.name ?? '' });
    await clock.advance(8000);
    const name = (await ai.batches.get({ name: job.name ?? '' })).dest?.fileName ?? '';
    await expect(ai.files.get({ name })).rejects.toMatchObject(refusal('GetFileRequest'));
    await expect(ai.files.delete({ name })).rejects.toMatchObject(refusal('DeleteFileRequest'));
    const headers = { 'x-goog-api-key': simulator.geminiApiKey };
    for (const prefix of ['', '/download']) {
      const answer = await fetch(`${simulator.url}${prefix}/v1beta/${name}:download?alt=media`, { headers });
      expect(await answer.text()).toContain('"key":"a"');
    }
    const lenient = await startMajor(major, { getOfResultFile: 'served' });
    await expect(lenient.ai.files.get({ name })).rejects.toMatchObject({ status: 403 });
  });
});
