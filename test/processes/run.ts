import { parseArgs } from 'node:util';
import { describeMachine, loadOneMinute } from '../../bench/support/machine.ts';
import { chosenNames, readCommandLine, wholeNumber } from '../support/command-line.ts';
import { runAway } from './away.ts';
import { runDisk } from './disk.ts';
import { runDrain } from './drain.ts';
import { runKills } from './kills.ts';
import { writeMarkedBlock } from './support/marked-block.ts';
import { type PartOptions, type Row, rowOrFailure } from './support/row.ts';
import { markdownBlock, textTable } from './support/summary.ts';

const partNames = ['kills', 'away', 'disk', 'drain'] as const;

const parts: Record<Row['part'], (options: PartOptions) => Promise<Row[]>> = {
  kills: runKills,
  away: runAway,
  disk: runDisk,
  drain: runDrain,
};

const usage = `npm run faults:processes -- [--only kills,away,disk,drain] [--rounds N] [--seed N] [--save]
  --only    parts: kills of processes under load, Temporal away for a minute, disk full, drain at SIGTERM
  --rounds  rounds of kills, each with the next seed; default 4
  --seed    seed of the first round; default 1
  --save    after a whole run: also write the block of docs/reliability.md`;

const wish = readCommandLine(usage, (args) => {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '4' },
      seed: { type: 'string', default: '1' },
      save: { type: 'boolean', default: false },
    },
  });
  if (values.save && values.only !== undefined) throw new Error('Only a whole run is worth saving');
  const [seed, rounds] = [wholeNumber(values.seed, '--seed'), wholeNumber(values.rounds, '--rounds', 1)];
  return { chosen: chosenNames(values.only?.split(','), partNames), seed, rounds, save: values.save };
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
const done = (row: Row) => say(textTable([row]));
// An exit runs the handlers that end the processes which were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

await main();

async function main(): Promise<void> {
  const options: PartOptions = { seed: wish.seed, rounds: wish.rounds, say, done };
  const startedAtMs = Date.now();
  const loadOneMinuteBefore = loadOneMinute();
  const rows: Row[] = [];
  for (const part of wish.chosen) {
    const measured = await parts[part](options).catch(async (error: unknown) => [
      await rowOrFailure(part, 'the whole part', async () => Promise.reject(error)),
    ]);
    rows.push(...measured);
  }
  const tookSeconds = (Date.now() - startedAtMs) / 1000;
  say(`\n${textTable(rows)}\nload ${loadOneMinuteBefore} → ${loadOneMinute()}, ${Math.round(tookSeconds)} s`);
  const run = {
    machine: await describeMachine(),
    loadOneMinuteBefore,
    loadOneMinuteAfter: loadOneMinute(),
    tookSeconds,
  };
  if (wish.save) say(`Written: ${await writeMarkedBlock('processes', markdownBlock({ ...run, rows }))}`);
  if (rows.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}
