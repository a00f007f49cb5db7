import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../../src/cli/free-port.ts';
import { createClient } from '../../src/temporal/connection.ts';
import { present } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startDevServer } from '../support/temporal.ts';

type Finished = { code: number | null; stdout: string; stderr: string };

function hyoban(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['src/cli/hyoban.ts', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finish(child: ChildProcess): Promise<Finished> {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, ...texts };
}

test.each([
  [
    'api',
    [
      'LINE_CHANNEL_SECRET',
      'LINE_CHANNEL_ACCESS_TOKEN',
      'HYOBAN_ENCRYPTION_KEYS',
      'HYOBAN_ID_KEY',
      'HYOBAN_PUBLIC_URL',
    ],
  ],
  [
    'worker',
    ['LINE_CHANNEL_ACCESS_TOKEN', 'GEMINI_API_KEY', 'HYOBAN_ENCRYPTION_KEYS', 'HYOBAN_ID_KEY', 'HYOBAN_PUBLIC_URL'],
  ],
])('"hyoban %s" without credentials names all that is missing at once and ends with code 1', async (command, names) => {
  const { code, stderr } = await finish(hyoban([command]));
  expect(code).toBe(1);
  for (const name of names) expect(stderr).toContain(`${name} is missing`);
  expect(stderr).not.toContain('at file');
});

test('an unknown command ends with code 1 and says so', async () => {
  const { code, stderr } = await finish(hyoban(['frobnicate']));
  expect(code).toBe(1);
  expect(stderr).toContain('frobnicate');
});

test.each([
  [['start', '--state-dir', 'x', '--port=1'], 'There is no --state-dir\nThere is no --port\n'],
  [['api', 'now'], '"now" belongs to no flag\n'],
  [['replay', '--querry', 'x'], 'There is no --querry\n'],
  [['simulate', '--couting-mode=strict', 'strict'], 'There is no --couting-mode\n'],
])('%j is refused in a sentence, and nothing is started', async (args, said) => {
  expect(await finish(hyoban(args))).toEqual({ code: 1, stdout: '', stderr: said });
});

test.each([
  [['start', '--help'], 'hyoban start'],
  [['replay', 'history.json', '-h'], 'hyoban replay [OPTIONS] [FILES]'],
  [['simulate', '--help'], '--batch-seconds=<S>'],
  [['--help'], 'hyoban start|demo|api'],
])('%j shows the usage, and nothing is started', async (args, shown) => {
  const { code, stdout } = await finish(hyoban(args, { NO_COLOR: '1' }));
  expect(code).toBe(0);
  expect(stdout).toContain(shown);
});

test.each(['HYOBAN_SIMULATOR_PHONE_PORT', 'HYOBAN_TEMPORAL_PORT', 'HYOBAN_TEMPORAL_UI_PORT'])(
  'a taken port is told with its setting: %s',
  async (setting) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = z.object({ port: z.number() }).parse(taken.address());
    const stateDir = await mkdtemp(join(tmpdir(), 'hyoban-taken-'));
    const [temporalPort, temporalUiPort, codecPort] = [await freePort(), await freePort(), await freePort()];
    const { code, stdout, stderr } = await finish(
      hyoban(['start'], {
        ...{ HYOBAN_STATE_DIR: stateDir, TEMPORAL_CLI: process.env.TEMPORAL_CLI ?? '' },
        ...{ HYOBAN_API_PORT: '0', HYOBAN_ADMIN_PORT: '0', HYOBAN_CODEC_PORT: `${codecPort}` },
        ...{ HYOBAN_SIMULATOR_LINE_PORT: '0', HYOBAN_SIMULATOR_GEMINI_PORT: '0', HYOBAN_SIMULATOR_PHONE_PORT: '0' },
        ...{ HYOBAN_TEMPORAL_PORT: `${temporalPort}`, HYOBAN_TEMPORAL_UI_PORT: `${temporalUiPort}` },
        [setting]: `${port}`,
      }),
    );
    taken.close();
    await rm(stateDir, { recursive: true, force: true });
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `Port ${port} is taken. End what uses it, or set ${setting}.\n`,
    });
  },
);

test('"hyoban keys" prints keys that the settings take', async () => {
  const { stdout } = await finish(hyoban(['keys']));
  expect(stdout).toMatch(/^HYOBAN_ENCRYPTION_KEYS=k1:[\w+/=]{44}\nHYOBAN_ID_KEY=[\w+/=]{44}\n$/);
});

test('"hyoban simulate" prints exactly one JSON line, serves both vendors and ends cleanly on SIGTERM', async () => {
  const child = hyoban(['simulate', '--line-port', '0', '--gemini-port', '0', '--phone-port', '0', '--seed', '7']);
  const finished = finish(child);
  const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(present(child.stdout ?? undefined), 'data'));
  const shape = z.object({
    line: z.url(),
    gemini: z.url(),
    phone: z.url(),
    channelSecret: z.string(),
    channelAccessToken: z.string(),
    geminiApiKey: z.string(),
    userId: z.string().regex(/^U[0-9a-f]{32}$/),
    webhookUrl: z.null(),
  });
  const ready = shape.parse(JSON.parse(line.toString()));
  const info = await fetch(`${ready.line}/v2/bot/info`, {
    headers: { authorization: `Bearer ${ready.channelAccessToken}` },
  });
  const models = await fetch(`${ready.gemini}/v1beta/models?key=${ready.geminiApiKey}`);
  const page = await fetch(ready.phone);
  expect([info.status, models.status, page.status]).toEqual([200, 200, 200]);
  child.kill('SIGTERM');
  const { code, stdout } = await finished;
  expect(code).toBe(0);
  expect(stdout.trim().split('\n').length).toBe(1);
});

test.each([
  ['--seed', 'x'],
  ['--bot-url', 'bot'],
  ['--line-port', '99999999'],
])('"hyoban simulate %s %s" is refused in words', async (flag, value) => {
  const { code, stderr } = await finish(hyoban(['simulate', flag, value]));
  expect(code).toBe(1);
  expect(stderr).toContain(flag);
});

test('with a Temporal server that does not answer, the commands say so and end with code 1', async () => {
  const env = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
  const { code, stderr } = await finish(hyoban(['setup', 'temporal'], env));
  expect([code, stderr]).toEqual([1, 'Temporal at 127.0.0.1:1 does not answer\n']);
});

test('"hyoban setup temporal" prepares a namespace and may be repeated', async () => {
  const temporal = await startDevServer();
  const env = { TEMPORAL_ADDRESS: temporal.address, HYOBAN_RETENTION_DAYS: '7' };
  expect((await finish(hyoban(['setup', 'temporal'], env))).code).toBe(0);
  expect((await finish(hyoban(['setup', 'temporal'], env))).stdout).toContain('retention is 7 days');
  const client = createClient({ address: temporal.address, namespace: 'default' }, {});
  const { config } = await client.workflowService.describeNamespace({ namespace: 'default' });
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(7 * 24 * 3600);
  await client.connection.close();
  await temporal.stop();
  await shutDownRuntime();
});
