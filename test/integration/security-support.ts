import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type RunningApi, startApi } from '../../src/api/start.ts';
import { makeKeys } from '../../src/cli/local-keys.ts';
import { type Config, configSchema } from '../../src/config.ts';
import { envNameOf, loadConfig } from '../../src/config-loading.ts';
import type { ChatItem } from '../../src/simulator/line/simulator.ts';
import { createInstallation } from '../../src/temporal/installation.ts';
import { taipei } from '../support/analyses.ts';
import { buttonFor, buttonsOf, type Person } from '../support/person.ts';
import { testLogger } from '../support/runtime.ts';

/** An API alone: no Temporal, no vendors. Enough for everything that is decided before a request is believed. */
export async function startBareApi(settings: Partial<Config> = {}): Promise<RunningApi> {
  const config = {
    ...loadConfig({}),
    ...makeKeys(),
    temporalAddress: '127.0.0.1:1',
    apiPort: 0,
    adminPort: 0,
    publicUrl: 'http://127.0.0.1:1',
    lineChannelSecrets: ['0123456789abcdef0123456789abcdef'],
    lineChannelAccessToken: 'token',
    lineApiBaseUrl: 'http://127.0.0.1:1',
    lineDataApiBaseUrl: 'http://127.0.0.1:1',
    geminiBaseUrl: 'http://127.0.0.1:1',
    ...settings,
  };
  const installation = createInstallation(config);
  const api = await startApi(config, installation, testLogger);
  return {
    ...api,
    async stop() {
      await api.stop();
      await installation.client.connection.close();
    },
  };
}

/**
 * Sends bytes over a socket of its own, piece by piece as they come, and returns everything that the server says until it
 * ends the connection.
 */
export async function talk(url: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1');
  });
  // A server that has had enough may reset the connection in the middle of a write.
  socket.on('error', () => undefined);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  for await (const piece of pieces) {
    if (socket.destroyed) break;
    socket.write(piece, 'latin1');
  }
  await ended;
  return said;
}

/** The status that a raw answer begins with; 0 when there was none. */
export const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);

/** Shares the location until restaurants come: on a busy machine the bot may ask for it once more. */
export async function findPatiently(person: Person): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    await person.shareLocation(...taipei);
    const answer = await person.next();
    if (buttonsOf(answer.message).length > 0 || attempt === mostAttempts) return buttonFor(answer, 'analyse');
  }
}

/** Taps until it is taken: on a busy machine the bot may ask to tap once more, by a card with that very button. */
export async function tapPatiently(person: Person, data: string): Promise<ChatItem> {
  for (let attempt = 1; ; attempt++) {
    await person.tap(data);
    const answer = await person.next();
    const asksAgain = buttonsOf(answer.message).some((button) => button.data === data);
    if (!asksAgain || attempt === mostAttempts) return answer;
  }
}

/** The next message with a link to a report, and the token in it. */
export async function nextReport(person: Person): Promise<{ token: string; item: ChatItem }> {
  for (;;) {
    const item = await person.next();
    const token = /\/r\/([^"]+)"/.exec(JSON.stringify(item.message))?.[1];
    if (token) return { token, item };
  }
}

const mostAttempts = 10;

/** A process of ours with all that it prints. */
export type HyobanProcess = { printed: () => string; kill: () => Promise<void> };

/** Starts `hyoban {command}` with these settings and waits until it has printed `readyWord`. */
export async function startHyoban(command: string, config: Config, readyWord: string): Promise<HyobanProcess> {
  const child = spawn(process.execPath, ['src/cli/hyoban.ts', command], {
    env: { PATH: process.env.PATH, ...environmentOf(config) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed += chunk.toString();
    if (printed.includes(readyWord)) resolve();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.once('exit', () => reject(new Error(`hyoban ${command} ended: ${printed}`)));
  await ready;
  return { printed: () => printed, kill: async () => kill(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

function environmentOf(config: Config): Record<string, string> {
  const values = configSchema.keyof().options.flatMap((key) => {
    const value = config[key];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    return [[envNameOf(key), typeof value === 'boolean' ? (value ? 'on' : 'off') : value.toString()]];
  });
  return Object.fromEntries(values);
}
