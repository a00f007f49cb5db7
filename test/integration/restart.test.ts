import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/cli/free-port.ts';
import { localKeys } from '../../src/cli/local-keys.ts';
import { loadConfig } from '../../src/config-loading.ts';
import { parseButtonData } from '../../src/line/button-data.ts';
import { lineWebhookUrl, startSimulator } from '../../src/simulator/start.ts';
import { createInstallation } from '../../src/temporal/installation.ts';
import { analysisWorkflowId } from '../../src/workflows/contract.ts';
import { taipei, untilStage } from '../support/analyses.ts';
import { buttonFor, createPerson, present, until } from '../support/person.ts';

const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** `hyoban start` as a process, with vendors that outlive it. */
async function startEverything(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['src/cli/hyoban.ts', 'start'], {
    env: { PATH: process.env.PATH, TEMPORAL_CLI: process.env.TEMPORAL_CLI, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`It ended: ${output}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ctrl-C stops it.')) resolve();
    });
  });
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}

/** Asks Temporal, with the keys that the system has made for itself. */
async function untilWaiting(stateDir: string, temporalAddress: string, userId: string, data: string): Promise<void> {
  const keys = await localKeys(stateDir);
  const { client, digests } = createInstallation({ ...loadConfig({}), ...keys, temporalAddress });
  const workflowId = analysisWorkflowId(digests.chatKey(userId), present(parseButtonData(data)).placeKey);
  await untilStage(client.workflow.getHandle(workflowId), 'waiting');
  await client.connection.close();
}

test('everything is killed while a batch runs and started again: the report arrives once, old buttons still work', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'hyoban-restart-'));
  const { line, gemini, journal, close } = await startSimulator({
    linePort: 0,
    geminiPort: 0,
    seed: 5,
    batchSeconds: 3600,
    gemini: { shuffleResults: true },
  });
  const { channelSecret, channelAccessToken, url: lineUrl } = present(line);
  const names = ['API', 'ADMIN', 'TEMPORAL', 'TEMPORAL_UI', 'CODEC'];
  const ports = await Promise.all(names.map(async (name) => [`HYOBAN_${name}_PORT`, String(await freePort())]));
  const env: Record<string, string> = {
    ...Object.fromEntries(ports),
    HYOBAN_STATE_DIR: stateDir,
    LINE_CHANNEL_SECRET: channelSecret,
    LINE_CHANNEL_ACCESS_TOKEN: channelAccessToken,
    LINE_API_BASE_URL: lineUrl,
    LINE_DATA_API_BASE_URL: lineUrl,
    GEMINI_API_KEY: present(gemini).geminiApiKey,
    GEMINI_BASE_URL: present(gemini).url,
  };
  present(line).setWebhookUrl(lineWebhookUrl(`http://127.0.0.1:${env.HYOBAN_API_PORT}`));
  const pushes = () => journal.entries().filter((entry) => entry.route === 'push' && entry.status === 200).length;

  const first = await startEverything(env);
  const person = createPerson(present(line), 'en');
  await person.shareLocation(...taipei);
  const choices = await person.next();
  const data = buttonFor(choices, 'analyse');
  await person.tap(data);
  await person.untilReceived(2);
  await untilWaiting(stateDir, `127.0.0.1:${env.HYOBAN_TEMPORAL_PORT}`, person.userId, data);
  await end(first, 'SIGKILL');

  const second = await startEverything(env);
  await present(gemini).setBatchState(present(present(gemini).batches()[0]).name, 'SUCCEEDED');
  await until(
    'the report',
    journal.subscribe,
    () => pushes() === 1,
    () => journal.entries().slice(-5),
  );
  await person.tap(buttonFor(choices, 'analyse'));
  expect((await person.untilReceived(4)).at(-1)?.via).toBe('reply');
  expect([pushes(), present(gemini).batches().length]).toEqual([1, 1]);
  expect(await end(second, 'SIGTERM')).toBe(0);
  await close();
  await rm(stateDir, { recursive: true, force: true });
}, 150_000);
