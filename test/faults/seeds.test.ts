import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bugs } from './bugs/bugs.ts';
import { hunt } from './bugs/sow.ts';

const all = process.env.HYOBAN_ALL_TESTS !== undefined;
const lastSeed = all ? 300 : 50;

test(`seeds 1 to ${lastSeed} keep every promise`, async () => {
  // A process of its own: the runner puts the test server's clock behind Date.
  const run = promisify(execFile)(process.execPath, ['test/faults/run.ts', '--seeds', `1-${lastSeed}`], {
    env: { ...process.env, NODE_OPTIONS: '' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  expect(stdout).toContain(`${lastSeed} kept every promise`);
}, 600_000);

const sown = all ? bugs : bugs.slice(0, 1);
test.each(sown.map((bug) => [bug.name, bug] as const))(
  'a sown bug is found: %s',
  async (_name, bug) => {
    const found = await hunt(bug, bug.seeds);
    expect(found?.violations.map(({ promise }) => promise)).toContain(bug.promise);
  },
  120_000,
);
