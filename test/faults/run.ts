import { cpus } from 'node:os';
import { readCommandLine } from '../support/command-line.ts';
import { parseWish } from './cli.ts';
import { playOnLanes } from './lanes.ts';
import { digestOfSources, progressFile } from './progress.ts';
import { save } from './save.ts';
import { createSummary, sum } from './summary.ts';

/**
 * `npm run faults -- --seeds 1-10000`: plays stories with faults and checks the promises. `--only N` plays one seed twenty
 * times; `--resume` goes on where a run of the same seeds and the same sources was interrupted. Ends with code 1 when a
 * promise was broken.
 */
const print = (line: string) => void process.stdout.write(`${line}\n`);

const usage = `npm run faults -- [--seeds 1-100,761] [--only N] [--times N] [--lanes N] [--save] [--resume]
  --seeds   stories to play; default 1-100
  --only    one story, twenty times
  --times   how often each is played
  --lanes   how many at once; default one more than processors
  --save    write the block of docs/reliability.md
  --resume  go on where a run of the same seeds and sources was interrupted`;

const wish = readCommandLine(usage, (args) => parseWish(args, cpus().length));
const [firstSeed = 0] = wish.seeds;
const lastSeed = wish.seeds.at(-1) ?? 0;
const file = progressFile(`seeds-${firstSeed}-${lastSeed}`, await digestOfSources());
const earlier = wish.resume ? await file.read() : undefined;
const finished = new Set(earlier?.finished);
const seeds = Array.from({ length: wish.times }, () => wish.seeds.filter((seed) => !finished.has(seed))).flat();
const wanted = seeds.length + finished.size;
const { summary, add } = createSummary(earlier?.summary);
if (earlier) print(`${finished.size} seeds were played before`);
const beganAt = performance.now();
let told = beganAt;
await playOnLanes(seeds, wish.lanes, (outcome, isFinal) => {
  add(outcome, isFinal);
  if (isFinal) finished.add(outcome.seed);
  if (outcome.end === 'broken') {
    print(`\nseed ${outcome.seed} broke:`);
    for (const { promise, what } of outcome.violations) print(`  ${promise}: ${what}`);
    if (summary.broken <= 5) for (const line of outcome.timeline) print(`    ${line}`);
  }
  if (outcome.end === 'lost')
    print(
      `seed ${outcome.seed}: the test server lost a task${isFinal ? ' each time' : '; again'} ${outcome.timeline.join(' ').slice(0, 300)}`,
    );
  if (performance.now() - told > 10_000) {
    told = performance.now();
    print(`${summary.seeds} of ${wanted}, ${rate()} seeds/s`);
    keep();
  }
});

print('');
if (wish.times > 1) print(`failed ${summary.broken} of ${summary.seeds}`);
print(
  `${summary.seeds} seeds in ${seconds().toFixed(0)} s (${rate()} seeds/s): ${summary.kept} kept every promise, ${summary.broken} broke one`,
);
print(
  `${summary.chats} chats, ${summary.runs} runs, ${summary.attempts} attempts of activities, ${sum(summary.faults)} faults, ${sum(summary.crashes)} crashes`,
);
print(
  Object.entries(summary.ends)
    .map(([name, count]) => `${name} ${count}`)
    .join(', '),
);
if (summary.lostTries > 0)
  print(
    `${summary.lostTries} tries on which the test server lost a task, ${summary.lost.length} seeds lost each time: ${summary.lost.join(' ')}`,
  );
if (wish.save) {
  const date = new Date().toISOString().slice(0, 10);
  await save({ summary, firstSeed, lastSeed, seconds: seconds(), lanes: wish.lanes, date });
}
await file.remove();
process.exitCode = summary.broken > 0 || summary.lost.length > 0 ? 1 : 0;

/** One seed alone, many times over, is not worth to be gone on with. */
function keep(): void {
  if (wish.times > 1) return;
  const progress = { seconds: seconds(), finished: [...finished], summary };
  file.write(progress).catch((error: unknown) => print(`The progress was not kept: ${String(error)}`));
}

function seconds(): number {
  return (earlier?.seconds ?? 0) + (performance.now() - beganAt) / 1000;
}

function rate(): string {
  return (summary.seeds / seconds()).toFixed(2);
}
