import { type ChildProcess, type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { proxyArgs } from './connection.ts';

const run = promisify(execFile);

/** What the local Temporal server needs. */
export type EmbeddedServerOptions = {
  /** Path of the `temporal` command. */
  executable: string;
  port: number;
  uiPort: number;
  /** SQLite file; the state survives in it. */
  databaseFile: string;
  /** Address of the codec server, for the Web UI. */
  codecEndpoint?: string;
  /** More dynamic settings, as `name=JSON value`. */
  dynamicConfig?: string[];
};

/** A running local Temporal server. */
export type EmbeddedServer = {
  address: string;
  webUiUrl: string;
  pid: number | undefined;
  /** Resolves with a sentence when the server has ended by itself. */
  ended: Promise<string>;
  stop: () => Promise<void>;
};

const readyTimeoutMs = 20_000;

/**
 * Starts the Temporal dev server with a SQLite file and waits until it answers; a server of somebody else never counts.
 *
 * @throws Error with what the server printed when it does not start; with `code` and `port`, as of a server of Node's own,
 *   when another process has the port.
 */
export async function startEmbeddedServer(given: EmbeddedServerOptions): Promise<EmbeddedServer> {
  // The whole path tells our server from one of another folder.
  const options = { ...given, databaseFile: resolve(given.databaseFile) };
  await mkdir(dirname(options.databaseFile), { recursive: true });
  await endLeftover(options.databaseFile);
  for (const port of [options.port, options.uiPort]) await assertFree(port);
  // A process group of its own: Ctrl-C must end API and worker first and the server last.
  const child = spawn(options.executable, serverArguments(options), {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: serverEnvironment(process.env),
  });
  const listening = untilListening(child, options.port);
  const printed = keepPrinted(child);
  const ended = once(child, 'exit').then(
    ([code, signal]) => `The Temporal server ended (${signal ?? code}). ${printed()}`,
  );
  await writeFile(pidFileOf(options.databaseFile), String(child.pid));
  const address = `127.0.0.1:${options.port}`;
  const stop = async () => stopChild(child);
  const killWithUs = () => void child.kill('SIGTERM');
  process.once('exit', killWithUs);
  void ended.then(() => process.off('exit', killWithUs));
  try {
    await Promise.race([
      listening.then(async () => waitUntilReady(address)),
      ended.then((sentence) => {
        throw startFailure(sentence);
      }),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, webUiUrl: `http://127.0.0.1:${options.uiPort}`, pid: child.pid, ended, stop };
}

/** Settings and proxies of the shell are meant for others. */
function serverEnvironment({ PATH, HOME, TMPDIR, TZ, LANG }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PATH, HOME, TMPDIR, TZ, LANG };
}

/** @throws the error of Node's own servers when another process has the port. */
async function assertFree(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

/** Resolves once the child itself says that it listens: whoever else answers on the port is not ours. */
async function untilListening({ stdout }: ChildProcessByStdio<null, Readable, Readable>, port: number): Promise<void> {
  let text = '';
  return new Promise((resolvePromise) => {
    stdout.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-4000);
      if (new RegExp(`Server:\\s+\\S+:${port}\\b`).test(text)) resolvePromise();
    });
  });
}

function startFailure(sentence: string): Error {
  const port = /port (\d+):.*address already in use/.exec(sentence)?.[1];
  const error = new Error(sentence);
  return port ? Object.assign(error, { code: 'EADDRINUSE', port: Number(port) }) : error;
}

/** Keeps the first and the last of what a process prints: a panic begins with its cause and goes on with a long stack. */
function keepPrinted({ stdout, stderr }: ChildProcessByStdio<null, Readable, Readable>): () => string {
  const mostLetters = 2000;
  let head = '';
  let tail = '';
  const keep = (chunk: Buffer) => {
    const text = head + tail + chunk.toString();
    head = text.slice(0, mostLetters);
    tail = text.slice(mostLetters).slice(-mostLetters);
  };
  stdout.on('data', keep);
  stderr.on('data', keep);
  return () => (tail ? `${head} … ${tail}` : head);
}

/** WAL and synchronous=NORMAL survive a kill of the process; the dynamic values undo waits that a one-shard server does not need. */
function serverArguments(options: EmbeddedServerOptions): string[] {
  const flags: [name: string, ...values: string[]][] = [
    ['--ip', '127.0.0.1'],
    ['--port', String(options.port)],
    ['--ui-port', String(options.uiPort)],
    ['--log-level', 'error'],
    ['--ui-disable-news-fetch'],
    ['--db-filename', options.databaseFile],
    ['--sqlite-pragma', 'journal_mode=WAL'],
    ['--sqlite-pragma', 'synchronous=NORMAL'],
    ['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=200'],
    ['--dynamic-config-value', 'history.timerProcessorMaxPollRPS=200'],
    ['--dynamic-config-value', 'history.visibilityProcessorMaxPollRPS=200'],
    ['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="10ms"'],
    // Only after these may a run that has just closed be deleted: half a minute each, so "forget me" would take two.
    ['--dynamic-config-value', 'history.transferProcessorUpdateAckInterval="2s"'],
    ['--dynamic-config-value', 'history.visibilityProcessorUpdateAckInterval="2s"'],
    ['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    ...(options.dynamicConfig ?? []).map((value): [string, string] => ['--dynamic-config-value', value]),
  ];
  if (options.codecEndpoint) flags.push(['--ui-codec-endpoint', options.codecEndpoint]);
  return ['server', 'start-dev', ...flags.flat()];
}

/** A server that outlived a killed parent still holds port and database: it is ours by its command line, so it is ended. */
async function endLeftover(databaseFile: string): Promise<void> {
  const pid = Number(await readFile(pidFileOf(databaseFile), 'utf8').catch(() => ''));
  if (!pid) return;
  const isOurs = async () => {
    const { stdout } = await run('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({ stdout: '' }));
    return stdout.includes(databaseFile);
  };
  if (await isOurs()) process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline && (await isOurs())) await sleep(50);
}

const pidFileOf = (databaseFile: string) => `${databaseFile}.pid`;

async function waitUntilReady(address: string): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1000, channelArgs: proxyArgs(address) });
      await connection.close();
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`The Temporal server at ${address} did not answer within 20 s`, { cause: error });
      await sleep(50);
    }
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(force);
}
