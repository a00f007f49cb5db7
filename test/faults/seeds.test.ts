import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bugs } from './bugs/bugs.ts';
import { hunt } from './bugs/sow.ts';

const all = process.env.HYOBAN_ALL_TESTS !== undefined;
/** Seeds that once broke a promise, or in which the runner or a check was wrong. */
const oddSeeds = [421, 533, 620, 761, 1568, 1958, 1980, 2573, 4691];
const seeds = all ? `1-40,${oddSeeds.join()}` : '1-20';
const count = all ? 40 + oddSeeds.length : 20;

test(`the seeds ${seeds} keep every promise`, async () => {
  const whole = await played(seeds);
  // The API's budgets are real time: on a machine that stood still a seed is played once more, alone.
  const broken = [...whole.matchAll(/^seed (\d+) broke/gm)].map(([, seed = '']) => seed);
  for (const seed of broken) expect(await played(`${seed}-${seed}`)).toContain('1 kept every promise');
  if (broken.length === 0) expect(whole).toContain(`${count} kept every promise`);
}, 600_000);

/** A process of its own: the runner puts the test server's clock behind Date. */
async function played(wanted: string): Promise<string> {
  const run = promisify(execFile)(process.execPath, ['test/faults/run.ts', '--seeds', wanted], {
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
