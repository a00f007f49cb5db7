import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StackConfig } from '../support/stack.ts';
import type { FromApi, ToApi, Vitals } from './api-process.ts';

/** The API in a process of its own. */
export type ApiUnderFire = {
  url: string;
  adminUrl: string;
  vitals: () => Promise<Vitals>;
  /** Calls the listener when the event loop did not turn for half a second. */
  onBlocked: (listener: (blockMs: number) => void) => void;
  /** Sentences of the log that tell of something that nobody thought of. */
  surprises: () => string[];
  /** How often each sentence stands in the log. */
  logged: () => Record<string, number>;
  /** Why the process has ended; undefined while it runs. */
  ended: () => string | undefined;
  stop: () => Promise<void>;
};

/** Starts it with these settings and waits until it listens. */
export async function startApiUnderFire(config: StackConfig): Promise<ApiUnderFire> {
  const child = fork(fileURLToPath(new URL('./api-process.ts', import.meta.url)), {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let end: string | undefined;
  child.once('exit', (code, signal) => {
    end = `The API ended with ${signal ?? code}.`;
  });
  const log = readLog(child);
  const ask = async <Kind extends FromApi['kind']>(message: ToApi, kind: Kind) => {
    const answered = nextMessage(child, kind);
    child.send(message);
    return answered;
  };
  const { url, adminUrl } = await ask({ kind: 'start', config }, 'listening');
  return {
    url,
    adminUrl,
    ...log,
    vitals: async () => (await ask({ kind: 'vitals' }, 'vitals')).vitals,
    onBlocked(listener) {
      child.on('message', (message: FromApi) => message.kind === 'blocked' && listener(message.blockMs));
    },
    ended: () => end,
    async stop() {
      if (end) return;
      const exited = once(child, 'exit');
      child.send({ kind: 'stop' } satisfies ToApi);
      await exited;
    },
  };
}

async function nextMessage<Kind extends FromApi['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<FromApi, { kind: Kind }>> {
  const isWanted = (message: FromApi): message is Extract<FromApi, { kind: Kind }> => message.kind === kind;
  return new Promise((resolve, reject) => {
    const listen = (message: FromApi) => {
      if (!isWanted(message)) return;
      child.off('message', listen).off('exit', fail);
      resolve(message);
    };
    const fail = () => reject(new Error(`The API ended before it said ${kind}.`));
    child.on('message', listen).once('exit', fail);
  });
}

type LogLine = { msg?: string; err?: { type?: string; message?: string; stack?: string } };

/** Reads what the process prints: every line is JSON of the log, or a surprise. */
function readLog(child: ChildProcess): Pick<ApiUnderFire, 'surprises' | 'logged'> {
  const counts = new Map<string, number>();
  const surprises: string[] = [];
  let rest = '';
  const take = (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(Boolean)) {
      const { msg, err } = parsed(line);
      counts.set(msg ?? 'no log line', (counts.get(msg ?? 'no log line') ?? 0) + 1);
      const isExpected = msg !== undefined && (err === undefined || err.type === 'TemporalUnavailable');
      if (!isExpected && surprises.length < 20) surprises.push(`${msg}: ${err?.stack ?? line}`.slice(0, 1000));
    }
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return { surprises: () => surprises, logged: () => Object.fromEntries(counts) };
}

function parsed(line: string): LogLine {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
