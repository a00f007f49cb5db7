import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createProcessLog, onLines, type ProcessLog, readLogLine } from './process-log.ts';

/** How a process ended after a signal. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null; tookMs: number };

/** A process that can be killed and started again; one that ends by itself is started again as a container would be. */
export type Supervised = {
  name: string;
  pid: () => number | undefined;
  /** Starts it and resolves when it is ready. Resolves too when it is killed before. */
  start: () => Promise<void>;
  /** Ends it as a power cut would. */
  kill: () => Promise<void>;
  /** Asks it to stop, as a deploy does. */
  terminate: () => Promise<Exit>;
  log: ProcessLog;
  /** What it last said each time it ended by itself. */
  ownExits: () => readonly string[];
};

const program = fileURLToPath(new URL('../../../src/cli/hyoban.ts', import.meta.url));
const restartDelayMs = 500;
/** Long, for Temporal may be away meanwhile, and the machine busy. */
const readyTimeoutMs = 300_000;
/** More than the grace time of the processes (110 s). */
const longestStopMs = 130_000;

const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** `hyoban api` or `hyoban worker`, as in production. `readyMessage` is the log line that says it is ready. */
export function supervise(options: {
  name: string;
  command: 'api' | 'worker';
  readyMessage: string;
  environment: Record<string, string>;
}): Supervised {
  const { name, command, readyMessage, environment } = options;
  const log = createProcessLog();
  const ownExits: string[] = [];
  let child: ChildProcess | undefined;
  let wanted = false;
  let ending: Promise<Exit> | undefined;
  let ready = Promise.withResolvers<void>();

  function launch(): void {
    const started = spawn(process.execPath, [program, command], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = started;
    alive.add(started);
    onLines(started.stderr, (text) => {
      log.add(text);
      if (readLogLine(text)?.msg === readyMessage) ready.resolve();
    });
    started.once('exit', (code, signal) => {
      alive.delete(started);
      child = undefined;
      // Whoever ended it decides what comes next.
      if (!ending) void again(`${signal ?? code}: ${log.lines().at(-1) ?? ''}`);
    });
  }

  async function again(why: string): Promise<void> {
    ownExits.push(why);
    await sleep(restartDelayMs);
    if (wanted && !child) launch();
  }

  async function end(signal: NodeJS.Signals): Promise<Exit> {
    wanted = false;
    ready.resolve();
    const startedAtMs = performance.now();
    const running = child;
    if (!running) return { code: null, signal: null, tookMs: 0 };
    const exited = once(running, 'exit');
    running.kill(signal);
    const force = setTimeout(() => running.kill('SIGKILL'), longestStopMs);
    await exited;
    clearTimeout(force);
    return { code: running.exitCode, signal: running.signalCode, tookMs: performance.now() - startedAtMs };
  }

  async function stop(signal: NodeJS.Signals): Promise<Exit> {
    const exit = end(signal);
    ending = exit;
    try {
      return await exit;
    } finally {
      if (ending === exit) ending = undefined;
    }
  }

  return {
    name,
    pid: () => child?.pid,
    async start() {
      await ending;
      if (wanted) return ready.promise;
      wanted = true;
      ready = Promise.withResolvers();
      launch();
      const late = sleep(readyTimeoutMs, undefined, { ref: false }).then(() => {
        throw new Error(`${name} was not ready in time:\n${log.lines().slice(-20).join('\n')}`);
      });
      await Promise.race([ready.promise, late]);
    },
    kill: async () => void (await stop('SIGKILL')),
    terminate: async () => stop('SIGTERM'),
    log,
    ownExits: () => ownExits,
  };
}
