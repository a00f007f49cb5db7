import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { freePort } from '../../src/cli/free-port.ts';

const botSchema = z.object({ worker: z.object({ state: z.string(), pid: z.number() }) });
const names = [
  'API',
  'ADMIN',
  'TEMPORAL',
  'TEMPORAL_UI',
  'CODEC',
  'SIMULATOR_LINE',
  'SIMULATOR_GEMINI',
  'SIMULATOR_PHONE',
];

let stateDir: string;
let system: ChildProcess;
let workerPid: number;

/** `hyoban start`, everything simulated. */
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'hyoban-worker-'));
  const ports = await Promise.all(names.map(async (name) => [`HYOBAN_${name}_PORT`, String(await freePort())]));
  const env: Record<string, string> = { ...Object.fromEntries(ports), HYOBAN_STATE_DIR: stateDir };
  system = spawn(process.execPath, ['src/cli/hyoban.ts', 'start'], {
    env: { PATH: process.env.PATH, TEMPORAL_CLI: process.env.TEMPORAL_CLI, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const text of system.stdout ?? []) if (String(text).includes('Ctrl-C stops it.')) break;
  const bot = await fetch(`http://127.0.0.1:${env.HYOBAN_SIMULATOR_PHONE_PORT}/api/bot`);
  workerPid = botSchema.parse(await bot.json()).worker.pid;
}, 120_000);

afterEach(async () => {
  system.kill('SIGKILL');
  endTemporal(Number(await readFile(join(stateDir, 'temporal.db.pid'), 'utf8')));
  await untilGone(workerPid);
  await rm(stateDir, { recursive: true, force: true });
});

function endTemporal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended with its parent.
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  const deadlineMs = Date.now() + 30_000;
  while (isThere(pid)) {
    if (Date.now() > deadlineMs) throw new Error(`process ${pid} is still there`);
    await sleep(50);
  }
}

test('the worker is a process of its own that does not outlive a parent that is killed', async () => {
  expect(workerPid).not.toBe(system.pid);
  expect(isThere(workerPid)).toBe(true);
  system.kill('SIGKILL');
  await expect(untilGone(workerPid)).resolves.toBeUndefined();
}, 60_000);

test('when the worker ends without being told to, everything ends with code 1', async () => {
  const exited = once(system, 'exit');
  process.kill(workerPid, 'SIGKILL');
  expect(await exited).toEqual([1, null]);
}, 60_000);

test('a signal ends the worker in order, before the system itself ends with code 0', async () => {
  const exited = once(system, 'exit');
  system.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(isThere(workerPid)).toBe(false);
}, 60_000);
