import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { present } from './person.ts';

const readyShape = z.object({
  line: z.url(),
  gemini: z.url(),
  phone: z.url(),
  channelId: z.string().regex(/^\d{10}$/),
  channelSecret: z.string(),
  botUserId: z.string().regex(/^U[0-9a-f]{32}$/),
  basicId: z.string().startsWith('@'),
  channelAccessToken: z.string(),
  geminiApiKey: z.string(),
  userId: z.string(),
  webhookUrl: z.url().nullable(),
});

/** What `hyoban simulate` prints when it is ready. */
type Ready = z.infer<typeof readyShape>;

/** A running `hyoban simulate`. */
export type SimulateProcess = {
  ready: Ready;
  /** Calls a control route. */
  control: (side: 'line' | 'gemini', method: string, path: string, body?: unknown) => Promise<JsonAnswer>;
  /** Calls LINE with the channel's token. */
  line: (method: string, path: string, body?: unknown) => Promise<JsonAnswer>;
  /** Calls Gemini with the key. */
  gemini: (method: string, path: string, body?: unknown) => Promise<JsonAnswer>;
  stop: () => Promise<void>;
};

type JsonAnswer = Awaited<ReturnType<typeof call>>;

/** Starts `hyoban simulate` with these flags and waits until it is ready. */
export async function startSimulate(...flags: string[]): Promise<SimulateProcess> {
  const child = spawnSimulate(flags);
  const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(present(child.stdout ?? undefined), 'data'));
  const ready = readyShape.parse(JSON.parse(line.toString()));
  return {
    ready,
    control: async (side, method, path, body) => call(`${ready[side]}/_sim/${path}`, method, {}, body),
    line: async (method, path, body) =>
      call(ready.line + path, method, { authorization: `Bearer ${ready.channelAccessToken}` }, body),
    gemini: async (method, path, body) =>
      call(ready.gemini + path, method, { 'x-goog-api-key': ready.geminiApiKey }, body),
    async stop() {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

/** Runs `hyoban simulate` with flags that it shall refuse or answer at once. */
export async function runSimulate(
  ...flags: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawnSimulate(flags);
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, ...texts };
}

function spawnSimulate(flags: string[]): ChildProcess {
  return spawn(process.execPath, ['src/cli/hyoban.ts', 'simulate', ...flags], {
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function call(url: string, method: string, headers: Record<string, string>, body?: unknown) {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}
