import { drainPhases } from './drain.ts';
import { killRound } from './kills.ts';
import { phases } from './support/phases.ts';

/** Real processes take a minute: `npm run test:all` runs them, `npm run faults:processes` in full length. */
const withAllTests = process.env.HYOBAN_ALL_TESTS ? test : test.skip;

withAllTests(
  'API and Temporal server killed again and again under load: every person gets one report, every job is paid once',
  async () => {
    const { broken } = await killRound({
      ...{ seed: 7, people: 8, arriveWithinMs: 5000, lineRedelivery: true },
      ...{ kills: 5, killWithinMs: 8000, longestDownMs: 1500, victims: ['api', 'temporal', 'api'] },
    });
    expect(broken).toEqual([]);
  },
  300_000,
);

withAllTests(
  'SIGTERM in the middle of a search and of a push: what is under way is finished, both processes exit with 0',
  async () => {
    const chosen = phases.filter(({ name }) => name === 'a search asks Google Maps' || name === 'delivering');
    const rows = await drainPhases(chosen, { seed: 3, say: () => undefined, done: () => undefined });
    expect(chosen.length).toBe(2);
    expect(rows.flatMap(({ broken }) => broken)).toEqual([]);
  },
  300_000,
);
