import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from '@temporalio/client';
import { freePort } from '../../src/cli/free-port.ts';
import { makeKeys } from '../../src/cli/local-keys.ts';
import { createClient } from '../../src/temporal/connection.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startDevServer } from '../support/temporal.ts';

let temporal: Awaited<ReturnType<typeof startDevServer>>;
let bare: Client;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  temporal = await startDevServer();
  bare = createClient({ address: temporal.address, namespace: 'default' }, {});
});

afterAll(async () => {
  await Promise.all(workers.map(killed));
  await bare.connection.close();
  await temporal.stop();
  await shutDownRuntime();
});

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

type Env = Record<string, string>;

function hyoban(args: string[], env: Env): ChildProcess {
  return spawn(process.execPath, ['src/cli/hyoban.ts', ...args], {
    env: { PATH: process.env.PATH, TEMPORAL_ADDRESS: temporal.address, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function setUp(env: Env = {}) {
  const child = hyoban(['setup', 'temporal'], env);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, output };
}

/** Starts `hyoban worker` and waits until it polls; what it logged by then. */
async function startWorker(env: Env): Promise<string> {
  const child = hyoban(['worker'], {
    ...{ LINE_CHANNEL_ACCESS_TOKEN: 'token', GEMINI_API_KEY: 'key', HYOBAN_PUBLIC_URL: 'https://bot.example.org' },
    ...{ HYOBAN_WORKER_METRICS_PORT: '0', ...env },
  });
  workers.push(child);
  let log = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('"msg":"polling"')) resolve(log);
    });
    child.once('exit', () => reject(new Error(`The worker ended: ${log}`)));
  });
}

/** The schedules whose sweeps run on a task queue, undecoded: encoding of the input and whether it is paused. */
async function sweeps(taskQueue: string) {
  const { workflowService } = bare;
  const { schedules } = await workflowService.listSchedules({ namespace: 'default', maximumPageSize: 100 });
  const described = await Promise.all(
    (schedules ?? []).map(async ({ scheduleId }) => {
      const { schedule } = await workflowService.describeSchedule({ namespace: 'default', scheduleId });
      const start = schedule?.action?.startWorkflow;
      const [payload] = start?.input?.payloads ?? [];
      const encoding = Buffer.from(payload?.metadata?.encoding ?? []).toString();
      return { scheduleId, queue: start?.taskQueue?.name, encoding, isPaused: schedule?.state?.paused ?? false };
    }),
  );
  return described.filter(({ queue }) => queue === taskQueue);
}

const sealed = { encoding: 'binary/encrypted', isPaused: false };

test('setup may be repeated before and after workers, with and without keys, and leaves one sealed sweep', async () => {
  const keys = makeKeys();
  const env = { TEMPORAL_TASK_QUEUE: 'orders' };
  const withKeys = { ...env, HYOBAN_ENCRYPTION_KEYS: keys.encryptionKeys, HYOBAN_ID_KEY: keys.idKey };
  for (const given of [env, env]) {
    const { code, output } = await setUp(given);
    expect([code, output]).toEqual([0, expect.stringContaining('a worker will schedule the sweep')]);
  }
  expect(await sweeps('orders')).toEqual([]);
  // What setup of the release before has left, in the clear.
  await bare.schedule.create({
    scheduleId: 'hyoban-sweep-local',
    spec: { intervals: [{ every: '15 minutes' }] },
    action: { type: 'startWorkflow', workflowType: 'sweep', taskQueue: 'orders', args: [{ overdueMs: 1 }] },
  });
  expect(await startWorker(withKeys)).not.toContain('"level":40');
  for (const given of [env, withKeys, withKeys, env]) expect((await setUp(given)).code).toBe(0);
  expect(await sweeps('orders')).toEqual([expect.objectContaining(sealed)]);
  const logs = await Promise.all([startWorker(withKeys), startWorker(withKeys)]);
  for (const log of logs) expect(log).not.toContain('"level":40');
  expect(await sweeps('orders')).toEqual([expect.objectContaining(sealed)]);
}, 240_000);

test('a sweep sealed with a key that is gone is replaced, and stays paused', async () => {
  const [before, after] = [makeKeys(), makeKeys()];
  const env = { TEMPORAL_TASK_QUEUE: 'rotated', HYOBAN_ID_KEY: before.idKey };
  await setUp({ ...env, HYOBAN_ENCRYPTION_KEYS: before.encryptionKeys });
  const [{ scheduleId } = { scheduleId: '' }] = await sweeps('rotated');
  await bare.workflowService.patchSchedule({
    ...{ namespace: 'default', scheduleId, requestId: 'pause' },
    patch: { pause: 'maintenance' },
  });
  const renamed = after.encryptionKeys.replace('k1:', 'k2:');
  expect((await setUp({ ...env, HYOBAN_ENCRYPTION_KEYS: renamed })).code).toBe(0);
  expect(await sweeps('rotated')).toEqual([
    expect.objectContaining({ scheduleId, encoding: 'binary/encrypted', isPaused: true }),
  ]);
}, 60_000);

test('a second worker finds the metrics port taken, takes another one and says which; the first can still be scraped', async () => {
  const { encryptionKeys, idKey } = makeKeys();
  const port = await freePort();
  const env = { HYOBAN_ENCRYPTION_KEYS: encryptionKeys, HYOBAN_ID_KEY: idKey, HYOBAN_WORKER_METRICS_PORT: `${port}` };
  const first = await startWorker(env);
  const second = await startWorker(env);
  const addresses = [first, second].map((log) => /"metrics":"(http:[^"]+)","msg":"polling"/.exec(log)?.[1] ?? '');
  expect(addresses[0]).toBe(`http://127.0.0.1:${port}/metrics`);
  expect(addresses[1]).not.toBe(addresses[0]);
  for (const address of addresses) {
    const scraped = await fetch(address);
    expect([scraped.status, await scraped.text()]).toEqual([200, expect.stringContaining('temporal_num_pollers')]);
  }
}, 240_000);

test('a worker whose metrics port is taken by a stranger works all the same', async () => {
  const stranger = createServer((_request, response) => response.end('mine')).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  const { encryptionKeys, idKey } = makeKeys();
  const keys = { HYOBAN_ENCRYPTION_KEYS: encryptionKeys, HYOBAN_ID_KEY: idKey };
  expect(await startWorker({ ...keys, HYOBAN_WORKER_METRICS_PORT: `${port}` })).toContain('"taken":');
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toBe('mine');
  stranger.close();
}, 60_000);
