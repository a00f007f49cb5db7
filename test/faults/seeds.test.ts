import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bugs } from './bugs/bugs.ts';
import { hunt } from './bugs/sow.ts';

const all = process.env.HYOBAN_ALL_TESTS !== undefined;
const lastSeed = all ? 300 : 50;

test(`seeds 1 to ${lastSeed} keep every promise`, async () => {
  const whole = await played(`1-${lastSeed}`);
  // The API's budgets are real time: on a machine that stood still a seed is played once more, alone.
  const broken = [...whole.matchAll(/^seed (\d+) broke/gm)].map(([, seed = '']) => seed);
  for (const seed of broken) expect(await played(`${seed}-${seed}`)).toContain('1 kept every promise');
  if (broken.length === 0) expect(whole).toContain(`${lastSeed} kept every promise`);
}, 600_000);

/** A process of its own: the runner puts the test server's clock behind Date. */
async function played(seeds: string): Promise<string> {
  const run = promisify(execFile)(process.execPath, ['test/faults/run.ts', '--seeds', seeds], {
    env: { ...process.env, NODE_OPTIONS: '' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return stdout;
}

const sown = all ? bugs.filter(({ byHand }) => !byHand) : bugs.slice(0, 1);
test.each(sown.map((bug) => [bug.name, bug] as const))(
  'a sown bug is found: %s',
  async (_name, bug) => {
    const found = await hunt(bug, bug.seeds);
    expect(found?.violations.map(({ promise }) => promise)).toContain(bug.promise);
  },
  120_000,
);
