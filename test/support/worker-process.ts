import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { configSchema } from '../../src/config.ts';
import { envNameOf } from '../../src/config-loading.ts';
import type { StackConfig } from './stack.ts';

/** A worker as a process of its own, as in production. */
export type WorkerProcess = {
  /** Ends it as a power cut would. */
  kill: () => Promise<void>;
  /** Asks it to stop and returns its exit code. */
  stop: () => Promise<number | null>;
};

/** Starts `hyoban worker` with the settings of a stack and waits until it polls. */
export async function startWorkerProcess(config: StackConfig): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['src/cli/hyoban.ts', 'worker'], {
    env: { PATH: process.env.PATH, ...environmentOf({ ...config, workerMetricsPort: 0 }) },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  await untilPolling(child);
  return {
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}

async function untilPolling(child: ChildProcess): Promise<void> {
  let log = '';
  const exited = once(child, 'exit').then(() => {
    throw new Error(`The worker ended: ${log}`);
  });
  const polling = new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('"msg":"polling"')) resolve();
    });
  });
  exited.catch(() => undefined);
  await Promise.race([polling, exited]);
}

function environmentOf(config: StackConfig): Record<string, string> {
  const values = configSchema.keyof().options.flatMap((key) => {
    const value = config[key];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    return [[envNameOf(key), typeof value === 'boolean' ? (value ? 'on' : 'off') : value.toString()]];
  });
  return Object.fromEntries(values);
}
