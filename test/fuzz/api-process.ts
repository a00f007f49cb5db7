import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningApi, startApi } from '../../src/api/start.ts';
import { createLogger } from '../../src/logging.ts';
import { createInstallation } from '../../src/temporal/installation.ts';
import type { StackConfig } from '../support/stack.ts';

/** What the API's process is asked. */
export type ToApi = { kind: 'start'; config: StackConfig } | { kind: 'vitals' } | { kind: 'stop' };

/** How the process is, after its garbage was collected. */
export type Vitals = {
  rssBytes: number;
  heapUsedBytes: number;
  externalBytes: number;
  /** Longest time in which the event loop did not turn because the process was at work, since the last time asked. */
  longestBlockMs: number;
  /** What has been left on every object: nothing. */
  pollution: string[];
};

/** What it answers, and what it says by itself: that its event loop did not turn for half a second. */
export type FromApi =
  | { kind: 'listening'; url: string; adminUrl: string }
  | { kind: 'vitals'; vitals: Vitals }
  | { kind: 'blocked'; blockMs: number };

const turnMs = 20;
const giveBackMs = 500;
const worthTellingMs = 500;
let longestBlockMs = 0;
let stop: () => Promise<void> = async () => undefined;

// Run as a process of its own with `--expose-gc`: only the API, so that what is measured is the API.
process.on('message', (message: ToApi) => void answer(message));

async function answer(message: ToApi): Promise<void> {
  switch (message.kind) {
    case 'start': {
      const { url, adminUrl } = await start(message.config);
      watchEventLoop();
      return say({ kind: 'listening', url, adminUrl });
    }
    case 'vitals':
      return say({ kind: 'vitals', vitals: await vitals() });
    case 'stop':
      return stop();
  }
}

const say = (message: FromApi) => void process.send?.(message);

async function start(config: StackConfig): Promise<RunningApi> {
  const installation = createInstallation(config);
  const api = await startApi(config, installation, createLogger('warn', 'api'));
  stop = async () => {
    await api.stop();
    await installation.client.connection.close();
    process.exit();
  };
  return api;
}

/** On a busy machine a process also waits for its turn; only what it has itself worked in the time counts. */
function watchEventLoop(): void {
  let last = { atMs: performance.now(), cpuMs: cpuMs() };
  setInterval(() => {
    const now = { atMs: performance.now(), cpuMs: cpuMs() };
    const blockMs = Math.min(now.atMs - last.atMs - turnMs, now.cpuMs - last.cpuMs);
    last = now;
    longestBlockMs = Math.max(longestBlockMs, blockMs);
    if (blockMs > worthTellingMs) say({ kind: 'blocked', blockMs: Math.round(blockMs) });
  }, turnMs);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function vitals(): Promise<Vitals> {
  const longestMs = Math.round(longestBlockMs);
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    // V8 gives pages back to the system some time after it has emptied them.
    await sleep(giveBackMs);
  }
  longestBlockMs = 0;
  const { rss, heapUsed, external } = process.memoryUsage();
  const plain: object = {};
  const pollution = [...Object.keys(Object.prototype), ...Object.keys(Array.prototype)];
  for (const name in plain) pollution.push(name);
  return { rssBytes: rss, heapUsedBytes: heapUsed, externalBytes: external, longestBlockMs: longestMs, pollution };
}
