import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { hunt } from './bugs/sow.ts';
import { devBugs, devLane } from './dev/bugs/bugs.ts';

/** Real time: a seed takes some seconds, a sown bug half a minute. */
const only = process.env.HYOBAN_ALL_TESTS === undefined ? describe.skip : describe;

only('stories on a real dev server', () => {
  test('seeds 1 to 6 keep every promise', async () => {
    const whole = await played('1-6');
    // The API's budgets are real time: on a machine that stood still a seed is played once more, alone.
    const broken = [...whole.matchAll(/^seed (\d+) broke/gm)].map(([, seed = '']) => seed);
    for (const seed of broken) expect(await played(`${seed}-${seed}`)).toContain('1 kept every promise');
    if (broken.length === 0) expect(whole).toContain('6 kept every promise');
  }, 300_000);

  // Some of them; `node test/faults/bugs/hunt.ts` looks for all.
  const someBugs = devBugs.filter(({ name }) => /new retry key|leaves the runs|apologises each time/.test(name));
  test.each(someBugs.map((bug) => [bug.name, bug] as const))(
    'a sown bug is found: %s',
    async (_name, bug) => {
      const found = await hunt(bug, bug.seeds, 1, devLane);
      expect(found?.violations.map(({ promise }) => promise)).toContain(bug.promise);
    },
    120_000,
  );
});

/** A process of its own: the runner changes Date and the Temporal SDK. */
async function played(seeds: string): Promise<string> {
  const run = promisify(execFile)(process.execPath, ['test/faults/dev/run.ts', '--seeds', seeds], {
    env: { ...process.env, NODE_OPTIONS: '' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return stdout;
}
