import { addFault, behaviour, documentedNames, exchange, keyed, newest } from './simulator-faults-support.ts';
import { model, type Stage, startStage } from './simulator-gemini-support.ts';

const keys = ['a', 'b', 'c', 'd'];
const request = { contents: [{ parts: [{ text: 'hello' }] }] };
const lines = keys.map((key) => JSON.stringify({ key, request })).join('\n');
/** Line `a` fails, so that its result can be told apart. */
const linesWithOneBad = [JSON.stringify({ key: 'a', request: { contents: 7 } }), ...lines.split('\n').slice(1)].join(
  '\n',
);

const get = (stage: Stage, path: string) =>
  exchange(`${stage.simulator.url}${path}`, { headers: { 'x-goog-api-key': stage.simulator.geminiApiKey } });

/** Uploads the lines and resolves to the name of the file. */
async function upload({ simulator }: Stage, jsonl = lines): Promise<string> {
  const start = await fetch(`${simulator.url}/upload/v1beta/files`, keyed(simulator, {}));
  const bytes = await fetch(start.headers.get('x-goog-upload-url') ?? '', keyed(simulator, jsonl));
  return JSON.parse(await bytes.text()).file.name;
}

const create = (stage: Stage, fileName: string, method = 'batchGenerateContent', model_ = model) =>
  exchange(
    `${stage.simulator.url}/v1beta/models/${model_}:${method}`,
    keyed(stage.simulator, { batch: { displayName: 'job', inputConfig: { fileName } } }),
  );

/** A job under a fault, eight seconds after it was asked for. */
async function outcome(name: string, value?: unknown, route = 'batch') {
  const stage = await startStage();
  const { simulator, clock, journal } = stage;
  const file = await upload(stage);
  expect(await addFault(simulator.url, behaviour(route, name, value))).toBe(201);
  const created = await create(stage, file);
  expect(newest(journal, 'batchGenerateContent')?.fault).toBe(`behaviour:${name}`);
  expect(simulator.faults.list()).toEqual([]);
  await clock.advance(8000);
  const job = simulator.batches().at(-1);
  const operation = job && JSON.parse((await get(stage, `/v1beta/${job.name}`)).text ?? '');
  const result = operation?.response && (await get(stage, `/v1beta/${operation.response.responsesFile}:download`));
  const found: { key?: string; error?: unknown }[] = (result?.status === 200 ? result.text : '')
    .split('\n')
    .filter(Boolean)
    .map((line: string) => JSON.parse(line));
  return { stage, file, created, job, operation, result, found, keys: found.map(({ key }) => key) };
}

type Outcome = Awaited<ReturnType<typeof outcome>>;

type Row = { value?: unknown; sees: (seen: Outcome) => void | Promise<void>; billed: number };

const endsAs = (state: string, code: number): Row => ({
  sees: ({ operation, job }) => {
    expect(operation).toMatchObject({ done: true, error: { code }, metadata: { state: `BATCH_STATE_${state}` } });
    expect(operation.response).toBeUndefined();
    expect(job?.state).toBe(state);
  },
  billed: 0,
});

const resultKeys = (expected: (found: (string | undefined)[]) => void): Row => ({
  sees: ({ keys: found, job }) => {
    expect(job?.state).toBe('SUCCEEDED');
    expected(found);
  },
  billed: 4,
});

const known = (found: (string | undefined)[]) => found.filter((key) => key !== undefined && keys.includes(key));

const rows: Record<string, Row> = {
  'input-gone': {
    async sees({ created, job, stage, file }) {
      expect(created.status).toBe(403);
      expect(JSON.parse(created.text ?? '').error.message).toMatch(/^You do not have permission to access the File /);
      expect(job).toBeUndefined();
      expect((await get(stage, `/v1beta/${file}`)).status).toBe(403);
    },
    billed: 0,
  },
  slow: {
    value: 90,
    async sees({ stage, operation }) {
      expect(operation.metadata.state).toBe('BATCH_STATE_PENDING');
      await stage.clock.advance(81_999);
      expect(stage.simulator.batches()).toMatchObject([{ state: 'RUNNING' }]);
      await stage.clock.advance(1);
      expect(stage.simulator.batches()).toMatchObject([{ state: 'SUCCEEDED' }]);
    },
    billed: 4,
  },
  'stuck-pending': {
    async sees({ operation, stage, job }) {
      expect(operation.metadata.state).toBe('BATCH_STATE_PENDING');
      expect(operation.done).toBeUndefined();
      await stage.clock.advance(48 * 3_600_000 - 8001);
      expect(stage.simulator.batches().map(({ state }) => state)).toEqual(['PENDING']);
      await stage.clock.advance(1);
      expect(stage.simulator.batches()).toMatchObject([{ name: job?.name, state: 'EXPIRED' }]);
    },
    billed: 0,
  },
  'job-failed': endsAs('FAILED', 13),
  'job-expired': endsAs('EXPIRED', 4),
  'job-cancelled': endsAs('CANCELLED', 1),
  'unknown-state': {
    value: 'PAUSED_FOR_TEA',
    sees({ operation }) {
      expect(operation.metadata.state).toBe('BATCH_STATE_PAUSED_FOR_TEA');
      expect(operation.done).toBeUndefined();
    },
    billed: 0,
  },
  'failed-items': {
    value: 3,
    sees({ found, operation }) {
      expect(found.filter(({ error }) => error)).toHaveLength(3);
      expect(new Set(found.map(({ key }) => key))).toEqual(new Set(keys));
      expect(operation.metadata.batchStats).toMatchObject({ successfulRequestCount: '1', failedRequestCount: '3' });
    },
    billed: 1,
  },
  'lost-key': resultKeys((found) => {
    expect(found).toHaveLength(3);
    expect(new Set(known(found)).size).toBe(3);
  }),
  'doubled-key': resultKeys((found) => {
    expect(found).toHaveLength(5);
    expect(new Set(found)).toEqual(new Set(keys));
  }),
  'unknown-key': resultKeys((found) => {
    expect(found).toContain('somebody-elses');
    expect(known(found)).toHaveLength(3);
  }),
  'no-key': resultKeys((found) => {
    expect(found).toContain(undefined);
    expect(known(found)).toHaveLength(3);
  }),
  'output-gone': {
    sees({ operation, result }) {
      expect(operation.response.responsesFile).toMatch(/^files\/batch-/);
      expect(result?.status).toBe(403);
    },
    billed: 4,
  },
  'no-output': {
    sees({ operation, job }) {
      expect(operation).toMatchObject({ done: true, metadata: { state: 'BATCH_STATE_SUCCEEDED' } });
      expect(operation.response?.responsesFile).toBeUndefined();
      expect(job?.outputFile).toBeUndefined();
    },
    billed: 4,
  },
  shuffled: resultKeys((found) => expect(new Set(found)).toEqual(new Set(keys))),
  'swapped-keys': resultKeys((found) => expect(new Set(found)).toEqual(new Set(keys))),
  'foreign-job': {
    sees({ operation, keys: found }) {
      expect(operation.metadata.displayName).not.toBe('job');
      expect(new Set(found)).toEqual(new Set(keys));
    },
    billed: 4,
  },
};

const refusals = ['quota-429', 'day-quota-429'];

test('every behaviour of jobs in the page has a row, and every row is in the page', () => {
  expect([...Object.keys(rows), ...refusals].toSorted()).toEqual(documentedNames('Gemini', 'batch'));
});

test.each(Object.entries(rows))('a job meets %s', async (name, row) => {
  const seen = await outcome(name, row.value);
  await row.sees(seen);
  expect(seen.stage.simulator.bill()).toHaveLength(row.billed);
});

test.each([
  ['quota-429', undefined, ['Help']],
  ['quota-429', 12, ['Help', 'RetryInfo']],
  ['day-quota-429', undefined, ['Help', 'QuotaFailure']],
])('%s with %p refuses to make a job', async (name, value, details) => {
  const { created, job, stage } = await outcome(name, value);
  expect(created.status).toBe(429);
  const { error } = JSON.parse(created.text ?? '');
  const types = error.details.map((detail: Record<string, string>) => detail['@type']?.split('rpc.')[1]);
  expect(types).toEqual(details);
  expect(/PerDay/.test(created.text ?? '')).toBe(name === 'day-quota-429');
  expect(job).toBeUndefined();
  expect((await create(stage, await upload(stage))).status).toBe(200);
});

test('unknown-state is PARTIALLY_SUCCEEDED unless told otherwise', async () => {
  expect((await outcome('unknown-state')).job?.state).toBe('PARTIALLY_SUCCEEDED');
});

test('the routes by which jobs are made can be told apart', async () => {
  const stage = await startStage();
  const file = await upload(stage);
  await addFault(stage.simulator.url, behaviour('asyncBatchEmbedContent', 'job-failed'));
  await create(stage, file);
  await create(stage, file, 'asyncBatchEmbedContent', 'gemini-embedding-2');
  await stage.clock.advance(8000);
  expect(stage.simulator.batches().map(({ state }) => state)).toEqual(['SUCCEEDED', 'FAILED']);
});

/** The result file of the newest job, line by line. */
async function resultsOfNewest(stage: Stage): Promise<{ key: string; response?: unknown; error?: unknown }[]> {
  const name = stage.simulator.batches().at(-1)?.outputFile;
  const { text } = await get(stage, `/v1beta/${name}:download`);
  return (text ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line: string) => JSON.parse(line));
}

test('swapped-keys brings the failure of one line under the key of another', async () => {
  const stage = await startStage();
  await addFault(stage.simulator.url, behaviour('batch', 'swapped-keys'));
  await create(stage, await upload(stage, linesWithOneBad));
  await stage.clock.advance(8000);
  const failed = (await resultsOfNewest(stage)).filter(({ error }) => error);
  expect(failed).toHaveLength(1);
  expect(failed[0]?.key).not.toBe('a');
});

test('foreign-job brings the results of the job before it', async () => {
  const stage = await startStage();
  await create(stage, await upload(stage, linesWithOneBad));
  await stage.clock.advance(8000);
  await addFault(stage.simulator.url, behaviour('batch', 'foreign-job'));
  await create(stage, await upload(stage));
  await stage.clock.advance(8000);
  expect((await resultsOfNewest(stage)).filter(({ error }) => error)).toHaveLength(1);
});
