import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EmbeddedServer,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from '../../../src/temporal/embedded-server.ts';
import { createProcessLog } from './process-log.ts';
import type { Supervised } from './supervised.ts';

/** The Temporal server, which can also be frozen: it keeps its connections and says nothing. */
export type TemporalProcess = Supervised & { freeze: () => void; thaw: () => void };

const restartDelayMs = 500;

/** The local Temporal server on its SQLite file, with the command line of the local mode. */
export function superviseTemporal(options: EmbeddedServerOptions): TemporalProcess {
  const log = createProcessLog();
  const ownExits: string[] = [];
  let server: EmbeddedServer | undefined;
  let wanted = false;
  let starting: Promise<void> | undefined;
  let ending: Promise<void> | undefined;

  async function launch(): Promise<void> {
    const started = await startEmbeddedServer(options);
    server = started;
    void started.ended.then(async (sentence) => {
      server = undefined;
      // Whoever ended it decides what comes next.
      if (!ending) await again(sentence);
    });
  }

  async function again(why: string): Promise<void> {
    ownExits.push(why);
    await sleep(restartDelayMs);
    if (wanted && !server) await startOrAgain();
  }

  async function startOrAgain(): Promise<void> {
    await start().catch(async (error: unknown) => again(String(error)));
  }

  /** One start at a time: two would fight for the port. */
  async function start(): Promise<void> {
    starting ??= launch().finally(() => {
      starting = undefined;
    });
    return starting;
  }

  function signal(name: NodeJS.Signals): void {
    if (server?.pid !== undefined) process.kill(server.pid, name);
  }

  async function end(how: (running: EmbeddedServer) => unknown): Promise<void> {
    wanted = false;
    await starting?.catch(() => undefined);
    if (!server) return;
    const { ended } = server;
    await how(server);
    await ended;
  }

  async function stop(how: (running: EmbeddedServer) => unknown): Promise<void> {
    const ended = end(how);
    ending = ended;
    try {
      await ended;
    } finally {
      if (ending === ended) ending = undefined;
    }
  }

  return {
    name: 'temporal',
    pid: () => server?.pid,
    async start() {
      await ending;
      wanted = true;
      if (!server) await startOrAgain();
    },
    kill: async () => stop(() => signal('SIGKILL')),
    async terminate() {
      const startedAtMs = performance.now();
      await stop(async (running) => running.stop());
      return { code: 0, signal: null, tookMs: performance.now() - startedAtMs };
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    log,
    ownExits: () => ownExits,
  };
}
