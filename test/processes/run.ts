import { parseArgs } from 'node:util';
import { describeMachine, loadOneMinute } from '../../bench/support/machine.ts';
import { runAway } from './away.ts';
import { runDisk } from './disk.ts';
import { runDrain } from './drain.ts';
import { runKills } from './kills.ts';
import { writeMarkedBlock } from './support/marked-block.ts';
import { type PartOptions, type Row, rowOrFailure } from './support/row.ts';
import { markdownBlock, textTable } from './support/summary.ts';

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

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    save: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
const done = (row: Row) => say(textTable([row]));
// An exit runs the handlers that end the processes which were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (values.help) say(usage);
else await main();

async function main(): Promise<void> {
  if (values.save && values.only) throw new Error('Only a whole run is worth saving');
  const options: PartOptions = { seed: wholeNumber(values.seed), rounds: wholeNumber(values.rounds), say, done };
  const startedAtMs = Date.now();
  const loadOneMinuteBefore = loadOneMinute();
  const rows: Row[] = [];
  for (const part of wanted()) {
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
  if (values.save) say(`Written: ${await writeMarkedBlock('processes', markdownBlock({ ...run, rows }))}`);
  if (rows.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}

function wanted(): Row['part'][] {
  const chosen = values.only?.split(',') ?? Object.keys(parts);
  const known = chosen.filter((name): name is Row['part'] => name in parts);
  if (known.length < chosen.length) throw new Error(`There is no such part\n${usage}`);
  return known;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`"${text}" is no whole number\n${usage}`);
  return number;
}
