import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import { startReceiver } from '../support/sdk-gemini.ts';
import { call, model, type Stage, sdk, startStage } from './simulator-gemini-support.ts';

/** The same simulator with the key of another project. */
const projectIn = (simulator: GeminiSimulator, name: string): GeminiSimulator => ({
  ...simulator,
  geminiApiKey: `${simulator.geminiApiKey}:${name}`,
});

async function twoProjects(options: Parameters<typeof startStage>[0] = {}) {
  const stage = await startStage(options);
  const simulator = projectIn(stage.simulator, 'theirs');
  return { mine: stage, theirs: { ...stage, simulator, ai: sdk(simulator) } };
}

const upload = async ({ ai }: Stage, name?: string) => {
  const file = new Blob([JSON.stringify({ key: 'a', request: { contents: [{ parts: [{ text: 'hi' }] }] } })]);
  return (await ai.files.upload({ file, config: { mimeType: 'application/jsonl', name } })).name ?? '';
};

const inline = async ({ ai }: Stage) =>
  (await ai.batches.create({ model, src: [{ contents: 'hi', metadata: { key: 'k' } }] })).name ?? '';

const statusOf = async ({ simulator }: Stage, method: string, path: string, body?: object) =>
  (await call(simulator, method, `/v1beta/${path}`, body)).status;

test('a file of another project is 403, whatever is done with it', async () => {
  const { mine, theirs } = await twoProjects();
  const name = await upload(mine);
  const gone = { code: 403, message: expect.stringContaining('or it may not exist'), status: 'PERMISSION_DENIED' };
  expect((await call(theirs.simulator, 'GET', `/v1beta/${name}`)).body.error).toEqual(gone);
  expect(await statusOf(theirs, 'DELETE', name)).toBe(403);
  expect(await statusOf(theirs, 'GET', `${name}:download?alt=media`)).toBe(403);
  await expect(theirs.ai.batches.create({ model, src: name })).rejects.toMatchObject({ status: 403 });
  const fileData = { fileUri: `${mine.simulator.url}/v1beta/${name}`, mimeType: 'text/plain' };
  const ask = { contents: [{ parts: [{ fileData }] }] };
  expect(await statusOf(theirs, 'POST', `models/${model}:generateContent`, ask)).toBe(403);
  expect(await statusOf(mine, 'POST', `models/${model}:generateContent`, ask)).toBe(200);
  expect((await call(theirs.simulator, 'GET', '/v1beta/files')).body).toEqual({});
  expect(await statusOf(mine, 'GET', name)).toBe(200);
});

test('a job of another project is 404, and is not listed', async () => {
  const { mine, theirs } = await twoProjects();
  const name = await inline(mine);
  expect(await statusOf(theirs, 'GET', name)).toBe(404);
  expect(await statusOf(theirs, 'POST', `${name}:cancel`)).toBe(404);
  expect(await statusOf(theirs, 'PATCH', `${name}:updateGenerateContentBatch`, { displayName: 'x' })).toBe(404);
  expect(await statusOf(theirs, 'DELETE', name)).toBe(404);
  expect((await call(theirs.simulator, 'GET', '/v1beta/batches')).body).toEqual({});
  expect((await mine.ai.batches.get({ name })).state).toBe('JOB_STATE_PENDING');
  expect(mine.simulator.batches()).toMatchObject([{ name, project: '' }]);
});

test('results belong to the project of the job', async () => {
  const { mine, theirs } = await twoProjects();
  const job = await mine.ai.batches.create({ model, src: await upload(mine) });
  await mine.clock.advance(8000);
  const fileName = (await mine.ai.batches.get({ name: job.name ?? '' })).dest?.fileName;
  expect(await statusOf(theirs, 'GET', `${fileName}:download?alt=media`)).toBe(403);
  const answer = await fetch(`${mine.simulator.url}/download/v1beta/${fileName}:download?alt=media`, {
    headers: { 'x-goog-api-key': mine.simulator.geminiApiKey },
  });
  expect(JSON.parse(await answer.text())).toMatchObject({ key: 'a' });
});

test('webhooks of another project are 404 and hear nothing', async () => {
  const receiver = await startReceiver();
  const { mine, theirs } = await twoProjects();
  const id = 'shared-name';
  const webhook = { uri: receiver.url, subscribed_events: ['batch.succeeded'] };
  expect(await statusOf(mine, 'POST', `webhooks?webhook_id=${id}`, { ...webhook, name: 'mine' })).toBe(200);
  expect(await statusOf(theirs, 'GET', `webhooks/${id}`)).toBe(404);
  expect(await statusOf(theirs, 'POST', `webhooks/${id}:ping`)).toBe(404);
  await inline(theirs);
  await mine.clock.advance(8000);
  await mine.simulator.webhooks.settled();
  expect(receiver.received).toEqual([]);
  expect(await statusOf(theirs, 'POST', `webhooks?webhook_id=${id}`, { ...webhook, name: 'theirs' })).toBe(200);
  expect((await mine.ai.webhooks.list()).webhooks).toMatchObject([{ id, name: 'mine' }]);
});

test('names of files and limits are counted apart', async () => {
  const { mine, theirs } = await twoProjects({ maxConcurrentBatches: 1 });
  expect(await upload(mine, 'same')).toBe('files/same');
  expect(await upload(theirs, 'same')).toBe('files/same');
  await inline(mine);
  await expect(inline(mine)).rejects.toMatchObject({ status: 429 });
  await expect(inline(theirs)).resolves.toMatch(/^batches\//);
});

test('upload URLs know their project by themselves', async () => {
  const { mine, theirs } = await twoProjects();
  const start = await fetch(`${theirs.simulator.url}/upload/v1beta/files?key=${theirs.simulator.geminiApiKey}`, {
    method: 'POST',
  });
  const done = await fetch(start.headers.get('x-goog-upload-url') ?? '', { method: 'POST', body: 'bytes' });
  const { file } = (await done.json()) as { file: { name: string } };
  expect(await statusOf(theirs, 'GET', file.name)).toBe(200);
  expect(await statusOf(mine, 'GET', file.name)).toBe(403);
});

test('a key is not that of a project unless a colon stands between', async () => {
  const { mine } = await twoProjects();
  const { simulator } = mine;
  const answer = await call({ ...simulator, geminiApiKey: `${simulator.geminiApiKey}x` }, 'GET', '/v1beta/files');
  expect(answer.body.error).toMatchObject({ code: 400, message: 'API key not valid. Please pass a valid API key.' });
});
