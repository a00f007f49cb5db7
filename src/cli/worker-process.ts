import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import type { BotWorker, WorkerChange, WorkerState } from '../simulator/phone/bot.ts';
import { environmentOf } from './environment.ts';
import { parentMessages } from './parent-process.ts';

/** `hyoban worker` as a child of this process, which may be killed and started again. */
export type WorkerProcess = BotWorker & {
  /** Lets the first process begin: Temporal is there. Resolves once it works; rejects when it ends before. */
  go: () => Promise<void>;
  /** Resolves with a sentence when the process has ended without being told to. */
  ended: Promise<string>;
  /** Lets it finish what it does and waits for its end. */
  stop: () => Promise<void>;
};

const script = fileURLToPath(new URL('./hyoban.ts', import.meta.url));

/** Starts loading the worker at once, so that it is ready for `go` when Temporal is; it logs where we log, and dies with us. */
export function startWorkerProcess(config: Config): WorkerProcess {
  const environment = { ...process.env, ...environmentOf({ ...config, workerMetricsPort: 0 }) };
  const listeners = new Set<(change: WorkerChange) => void>();
  const ended = Promise.withResolvers<string>();
  let current: WorkerChange = { state: 'starting', atMs: Date.now() };
  let child = begin();

  function change(state: WorkerState, pid?: number) {
    current = { state, atMs: Date.now(), pid };
    for (const listener of listeners) listener(current);
  }

  /** A process group of its own: Ctrl-C must not end it before we have stopped what gives it work. */
  function begin(): ChildProcess {
    const begun = spawn(process.execPath, [script, 'worker'], {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    });
    change('starting', begun.pid);
    begun.once('exit', (code, signal) => {
      if (begun !== child || current.state === 'down') return;
      change('down');
      ended.resolve(`The worker has ended (${signal ?? code}).`);
    });
    return begun;
  }

  async function untilReady(): Promise<void> {
    const starting = child;
    const failed = once(starting, 'exit').then(() => {
      throw new Error('The worker ended before it was ready.');
    });
    const ready = once(starting, 'message').then(() => change('running', starting.pid));
    starting.send(parentMessages.go);
    await Promise.race([ready, failed]);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (current.state === 'down') return;
    const exited = once(child, 'exit');
    change('down');
    child.kill(signal);
    await exited;
  }

  return {
    current: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    go: untilReady,
    ended: ended.promise,
    crash: async () => end('SIGKILL'),
    async start() {
      if (current.state !== 'down') return;
      child = begin();
      await untilReady();
    },
    stop: async () => end('SIGTERM'),
  };
}
