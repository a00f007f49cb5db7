import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { historyKeys } from '../replay/keys.ts';
import { findRestaurants } from '../support/analyses.ts';
import { createPerson } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startStack } from '../support/stack.ts';
import { startDevServer } from '../support/temporal.ts';

const stored = (name: string) => `test/replay/histories/${name}.json`;
const keysOf = ({ encryptionKeys, idKey }: { encryptionKeys: string; idKey: string }) => ({
  HYOBAN_ENCRYPTION_KEYS: encryptionKeys,
  HYOBAN_ID_KEY: idKey,
});

async function replay(args: string[], env: Record<string, string> = keysOf(historyKeys)) {
  const run = promisify(execFile)(process.execPath, ['src/cli/hyoban.ts', 'replay', ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

afterAll(shutDownRuntime);

test('files that fit the code replay', async () => {
  const { code, stdout } = await replay([stored('analysis-webhook'), stored('nearby-choices')]);
  expect([code, stdout]).toEqual([0, '2 replay, 0 do not\n']);
});

test('a history that the code does not fit, and files that are none, are named, and the rest is replayed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hyoban-replay-'));
  const other = join(folder, 'other.json');
  const history = await readFile(stored('analysis-webhook'), 'utf8');
  await writeFile(other, history.replaceAll('"uploadJsonl"', '"uploadAnythingElse"'));
  const empty = join(folder, 'empty.json');
  await writeFile(empty, '{}');
  const { code, stdout } = await replay([other, empty, 'README.md', 'missing.json', stored('nearby-sea')]);
  expect(code).toBe(1);
  expect(stdout).toContain('1 replay, 4 do not\n');
  expect(stdout).toMatch(/other\.json: .*TMPRL1100/);
  expect(stdout).toMatch(/empty\.json: This is no history/);
  expect(stdout).toMatch(/README\.md: This is no history/);
  expect(stdout).toMatch(/missing\.json: ENOENT/);
});

test('neither files nor a query, and a limit that is none, are refused in a sentence', async () => {
  for (const args of [[], ['--query', "WorkflowType = 'x'", '--limit', 'many']]) {
    const { code, stderr, stdout } = await replay(args);
    expect(code).toBe(1);
    expect(stderr + stdout).toMatch(/Name files with histories|whole number above 0/);
    expect(stderr).not.toContain('at file');
  }
});

test('what a server has run replays, found by a query', async () => {
  const temporal = await startDevServer();
  const stack = await startStack(temporal);
  try {
    const person = createPerson(stack.line, 'en');
    await person.type('ramen near Namba');
    await person.next();
    await findRestaurants(person);
    const { client } = temporal.installation;
    const query = "WorkflowType = 'nearby' AND ExecutionStatus = 'Completed'";
    while ((await client.workflow.count(query)).count < 2) await new Promise((resolve) => setTimeout(resolve, 100));
    const env = { ...keysOf(stack.config), TEMPORAL_ADDRESS: stack.config.temporalAddress ?? '' };
    expect(await replay(['--query', query], env)).toMatchObject({ code: 0, stdout: '2 replay, 0 do not\n' });
    expect(await replay(['--query', query, '--limit', '1'], env)).toMatchObject({ stdout: '1 replay, 0 do not\n' });
  } finally {
    await stack.stop();
    await temporal.stop();
  }
});
