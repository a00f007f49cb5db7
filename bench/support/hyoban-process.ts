import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

/** `hyoban api` or `hyoban worker` as a process of its own, as in production. */
export type HyobanProcess = {
  /** The log line that says it is ready. */
  ready: Record<string, unknown>;
  /** What it has logged at level warn and above since its start: how often each message came. */
  complaints: () => Record<string, number>;
  stop: () => Promise<void>;
};

const logLine = z.looseObject({ level: z.number(), msg: z.string().optional() });
const warnLevel = 40;
const readyTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;

/**
 * Starts the command and waits for the log line `readyMessage`.
 *
 * @throws Error with the log when it ends before.
 */
export async function startHyoban(
  command: 'api' | 'worker',
  readyMessage: string,
  settings: Record<string, string>,
): Promise<HyobanProcess> {
  const child = spawn(process.execPath, ['src/cli/hyoban.ts', command], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const { promise: ready, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
  const timer = setTimeout(() => reject(new Error(`hyoban ${command} was not ready in time`)), readyTimeoutMs);
  const complaints = new Map<string, number>();
  let lastLines: string[] = [];
  onLines(child, (text) => {
    lastLines = [...lastLines.slice(-20), text];
    const line = logLine.safeParse(parsed(text)).data;
    if (line && line.level >= warnLevel) complaints.set(line.msg ?? '', (complaints.get(line.msg ?? '') ?? 0) + 1);
    if (line?.msg === readyMessage) resolve(line);
  });
  child.once('exit', () => reject(new Error(`hyoban ${command} has ended:\n${lastLines.join('\n')}`)));
  const stop = async () => {
    process.off('exit', kill);
    await end(child);
  };
  try {
    return { ready: await ready, complaints: () => Object.fromEntries(complaints), stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function onLines(child: ChildProcess, take: (line: string) => void): void {
  let rest = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exited;
  clearTimeout(force);
}
