import { readCommandLine } from '../../support/command-line.ts';
import { parseWish, type Wish } from '../cli.ts';
import { playOnLanes } from '../lanes.ts';
import { save } from '../save.ts';
import { createSummary, sum } from '../summary.ts';
import { devLane } from './bugs/bugs.ts';

/**
 * `npm run faults:dev -- --seeds 1-100`: plays stories with resets, ends from outside, deletions and groups on a real dev
 * server, and checks the promises. Ends with code 1 when a promise was broken.
 */
const print = (line: string) => void process.stdout.write(`${line}\n`);

const usage = `npm run faults:dev -- [--seeds 1-100,761] [--only N] [--times N] [--lanes N] [--save]
  --seeds  stories to play; default 1-100
  --only   one story, twenty times
  --times  how often each is played
  --lanes  how many at once; default 2
  --save   write the block of docs/reliability.md`;

const wish = readCommandLine(usage, readWish);
const seeds = Array.from({ length: wish.times }, () => wish.seeds).flat();
const { summary, add } = createSummary();
const beganAt = performance.now();
const seconds = () => (performance.now() - beganAt) / 1000;
const listener = (outcome: Parameters<typeof add>[0], isFinal: boolean) => {
  add(outcome, isFinal);
  if (outcome.end === 'broken') print(`\nseed ${outcome.seed} broke:`);
  for (const { promise, what } of outcome.violations) print(`  ${promise}: ${what}`);
  if (summary.broken <= 5) for (const line of outcome.timeline) print(`    ${line}`);
  if (summary.seeds % 10 === 0) print(`${summary.seeds} of ${seeds.length}, ${seconds().toFixed(0)} s`);
};
await playOnLanes(seeds, wish.lanes, listener, undefined, devLane);

print(
  `${summary.seeds} seeds in ${seconds().toFixed(0)} s: ${summary.kept} kept every promise, ${summary.broken} broke one`,
);
print(
  `${summary.chats} chats, ${summary.runs} runs, ${summary.attempts} attempts of activities, ${sum(summary.faults)} faults, ${sum(summary.crashes)} crashes`,
);
print(
  Object.entries(summary.ends)
    .map(([name, count]) => `${name} ${count}`)
    .join(', '),
);
if (wish.save) {
  const [firstSeed = 0] = wish.seeds;
  const date = new Date().toISOString().slice(0, 10);
  await save(
    { summary, firstSeed, lastSeed: wish.seeds.at(-1) ?? 0, seconds: seconds(), lanes: wish.lanes, date },
    {
      jsonPath: 'test-output/faults-dev.json',
      begin: '<!-- dev fault runs: written by npm run faults:dev -- --save -->',
      end: '<!-- end of dev fault runs -->',
    },
  );
}
process.exitCode = summary.broken > 0 ? 1 : 0;

/** What one seed waits for is mostly real time; more lanes than two would want more than two processors. */
function readWish(args: string[]): Wish {
  const wanted = parseWish(args, 1);
  if (wanted.resume) throw new Error('--resume is for npm run faults.');
  return wanted;
}
