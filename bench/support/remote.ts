import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Functions that another process of the benchmark offers: one argument, a promise of something that JSON can carry. */
type Functions = Record<string, (argument: never) => Promise<unknown>>;

/** A process of the benchmark and what it can do. */
export type Remote<F extends Functions> = {
  call: <K extends keyof F & string>(name: K, ...argument: Parameters<F[K]>) => ReturnType<F[K]>;
  stop: () => Promise<void>;
};

const callSchema = z.object({ id: z.number(), name: z.string(), argument: z.unknown().optional() });
const answerSchema = z.object({ id: z.number(), result: z.unknown().optional(), error: z.string().optional() });
const callTimeoutMs = 120_000;

/** Answers the calls of the parent process. */
export function offer(functions: Functions): void {
  process.on('message', (message) => {
    const { id, name, argument } = callSchema.parse(message);
    const run = async () => functions[name]?.(argument as never);
    run().then(
      (result) => process.send?.({ id, result }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

/** Starts `file` of this folder's parent as a process of its own and waits until it offers its functions. */
export async function startRemote<F extends Functions>(
  file: string,
  options: { argument?: unknown; nodeOptions?: string[] } = {},
): Promise<Remote<F>> {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const child = fork(path, [JSON.stringify(options.argument ?? {})], { execArgv: options.nodeOptions ?? [] });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ended = once(child, 'exit').then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} has ended`));
    throw new Error(`${file} has ended`);
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  child.on('message', (message) => {
    const { id, result, error } = answerSchema.parse(message);
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  let lastId = 0;
  return {
    call(name, argument?: unknown) {
      const id = ++lastId;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      child.send({ id, name, argument });
      const timer = setTimeout(() => answer.reject(new Error(`${file}: no answer to ${name}`)), callTimeoutMs);
      // The other end is our own code, of the type that is claimed here.
      return answer.promise.finally(() => clearTimeout(timer)) as ReturnType<F[typeof name]>;
    },
    stop: async () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
