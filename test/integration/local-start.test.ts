import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import proto from '@temporalio/proto';
import { freePort } from '../../src/cli/free-port.ts';
import { createClient } from '../../src/temporal/connection.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startDevServer } from '../support/temporal.ts';

type Env = Record<string, string>;

const portNames = ['API', 'ADMIN', 'TEMPORAL', 'TEMPORAL_UI', 'CODEC'];
const simulatorNames = ['SIMULATOR_LINE', 'SIMULATOR_GEMINI', 'SIMULATOR_PHONE'];

const children: ChildProcess[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hyoban-start-'));
});

afterAll(async () => {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    }),
  );
  await rm(folder, { recursive: true, force: true });
  await shutDownRuntime();
});

async function environment(stateDir: string): Promise<Env> {
  const names = [...portNames, ...simulatorNames];
  const ports = await Promise.all(names.map(async (name) => [`HYOBAN_${name}_PORT`, String(await freePort())]));
  return { ...Object.fromEntries(ports), HYOBAN_STATE_DIR: join(folder, stateDir) };
}

/** Runs a command until it ends, or until it says that the bot runs. */
async function run(command: string, env: Env): Promise<{ child: ChildProcess; code: number | null; output: string }> {
  const child = spawn(process.execPath, ['src/cli/hyoban.ts', command], {
    env: { PATH: process.env.PATH, TEMPORAL_CLI: process.env.TEMPORAL_CLI, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const running = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Ctrl-C stops it.')) resolve();
      });
  });
  await Promise.race([running, once(child, 'close')]);
  return { child, code: child.exitCode, output };
}

const serverPid = async (env: Env) =>
  Number(await readFile(join(env.HYOBAN_STATE_DIR ?? '', 'temporal.db.pid'), 'utf8'));

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a second start names the first one and leaves it alone; after a kill the next one takes over', async () => {
  const env = await environment('twice');
  const { child } = await run('start', env);
  const pid = await serverPid(env);
  const phone = `http://127.0.0.1:${env.HYOBAN_SIMULATOR_PHONE_PORT}`;
  for (const ports of [env, { ...(await environment('twice')), HYOBAN_STATE_DIR: env.HYOBAN_STATE_DIR ?? '' }]) {
    const { code, output } = await run('start', ports);
    expect(code).toBe(1);
    expect(output).toBe(
      `Hyoban is already running on ${env.HYOBAN_STATE_DIR}/ (process ${child.pid}): ${phone}\n` +
        'Stop it first, or give the second one another HYOBAN_STATE_DIR and other ports.\n',
    );
  }
  expect(await serverPid(env)).toBe(pid);
  expect(isThere(pid)).toBe(true);
  expect((await fetch(phone)).status).toBe(200);

  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await run('start', env)).output).toContain('Hyoban is running.');
  expect(isThere(pid)).toBe(false);
  expect(await serverPid(env)).not.toBe(pid);
}, 240_000);

test('a start whose port belongs to the Temporal server of somebody else says so and does not touch it', async () => {
  const stranger = await startDevServer();
  const port = stranger.address.split(':')[1] ?? '';
  const env = { ...(await environment('stranger')), HYOBAN_TEMPORAL_PORT: port };
  for (let round = 0; round < 2; round++) {
    const { code, output } = await run('start', env);
    expect([code, output]).toEqual([1, `Port ${port} is taken. End what uses it, or set HYOBAN_TEMPORAL_PORT.\n`]);
  }
  const client = createClient({ address: stranger.address, namespace: 'default' }, {});
  const { pollers } = await client.workflowService.describeTaskQueue({
    ...{
      namespace: 'default',
      taskQueue: { name: 'hyoban' },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    },
  });
  expect(pollers ?? []).toEqual([]);
  await client.connection.close();
  await stranger.stop();
}, 120_000);

test('under settings and proxies that are meant for other servers the whole story comes out well', async () => {
  const home = join(folder, 'home');
  await mkdir(join(home, '.config/temporalio'), { recursive: true });
  const profile = '[profile.default]\naddress = "cloud.invalid:7233"\napi_key = "secret"\n';
  await writeFile(join(home, '.config/temporalio/temporal.toml'), profile);
  const proxy = 'http://127.0.0.1:1';
  const hostile = {
    ...{ HOME: home, XDG_CONFIG_HOME: join(home, '.config'), TEMPORAL_ADDRESS: 'cloud.invalid:7233' },
    ...{ TEMPORAL_API_KEY: 'secret', TEMPORAL_NAMESPACE: 'prod.acct', TEMPORAL_TLS: 'true', TEMPORAL_PROFILE: 'prod' },
    ...{ TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere.pem', TEMPORAL_CODEC_ENDPOINT: 'http://cloud.invalid' },
    ...{ http_proxy: proxy, https_proxy: proxy, HTTP_PROXY: proxy, HTTPS_PROXY: proxy, grpc_proxy: proxy },
    ...{ ALL_PROXY: proxy, NODE_USE_ENV_PROXY: '1', GOOGLE_API_KEY: 'x', GOOGLE_GENAI_USE_VERTEXAI: 'true' },
    ...{ GOOGLE_CLOUD_PROJECT: 'prod', GEMINI_API_KEY: 'x', GEMINI_BASE_URL: 'http://gemini.invalid' },
    ...{ LINE_CHANNEL_ACCESS_TOKEN: 'x', LINE_API_BASE_URL: 'http://line.invalid', LINE_CHANNEL_SECRET: 'y' },
    ...{ HYOBAN_PUBLIC_URL: 'https://bot.invalid', GEMINI_WEBHOOK_AUDIENCE: 'https://bot.invalid' },
    ...{ HYOBAN_ANALYSES_PER_DAY: '1', HYOBAN_ENCRYPTION_KEYS: 'not a ring' },
  };
  const { code, output } = await run('demo', { ...hostile, HYOBAN_STATE_DIR: join(folder, 'demo') });
  expect([code, output]).toEqual([0, expect.stringContaining('The end.')]);

  const unset = { TEMPORAL_ADDRESS: '', GEMINI_API_KEY: '', LINE_CHANNEL_ACCESS_TOKEN: '', HYOBAN_ENCRYPTION_KEYS: '' };
  const started = await run('start', { ...hostile, ...unset, ...(await environment('hostile')) });
  expect(started.output).toMatch(/Temporal\s+local, 127\.0\.0\.1:/);
}, 240_000);
