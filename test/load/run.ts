import { inspect, parseArgs } from 'node:util';
import { describeMachine, loadOneMinute, type Machine } from '../../bench/support/machine.ts';
import { writeMarkedBlock } from '../processes/support/marked-block.ts';
import { chosenNames, readCommandLine } from '../support/command-line.ts';
import { measureJobLimit } from './job-limit.ts';
import type { LoadResult } from './support/load-row.ts';
import { measureWaiting } from './waiting.ts';

const say = (text: string) => void process.stdout.write(`${text}\n`);

const partNames = ['500', '5000', 'limit'] as const;

type Part = (typeof partNames)[number];

const parts: Record<Part, () => Promise<LoadResult>> = {
  '500': async () => measureWaiting([500, 500, 500], say),
  '5000': async () => measureWaiting([5000, 500, 500], say),
  limit: async () => measureJobLimit(500, say),
};

const usage = `npm run load -- [--only 500,5000,limit] [--save]
  --only  parts: 500 or 5000 analyses waiting at once, or 500 with Gemini's limit of 100 jobs
  --save  also write the block of each part in docs/reliability.md`;

const wish = readCommandLine(usage, (args) => {
  const { values } = parseArgs({
    args,
    options: { only: { type: 'string' }, save: { type: 'boolean', default: false } },
  });
  return { chosen: chosenNames(values.only?.split(','), partNames), save: values.save };
});
// An exit runs the handlers that end the processes which were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

for (const name of wish.chosen) await play(name);

async function play(name: Part): Promise<void> {
  const startedAtMs = Date.now();
  const loadBefore = loadOneMinute();
  const result = await parts[name]().catch((error: unknown) => failed(name, error));
  const minutes = Math.round((Date.now() - startedAtMs) / 60_000);
  const where = machineLine(await describeMachine(), `${loadBefore} before and ${loadOneMinute()} after`, minutes);
  const block = `${markdownOf(result)}\n\n${where}`;
  say(block);
  if (wish.save) say(`Written: ${await writeMarkedBlock(`load-${name}`, block)}`);
  if (result.broken.length > 0) process.exitCode = 1;
}

function failed(name: string, error: unknown): LoadResult {
  process.stderr.write(`${inspect(error)}\n`);
  return { title: name, facts: [], memory: [], broken: [String(error)] };
}

function markdownOf({ title, facts, memory, broken }: LoadResult): string {
  const names = [...new Set(memory.flatMap(({ rssMiB }) => Object.keys(rssMiB)))];
  const rows = memory.map(
    ({ moment, rssMiB }) => `| ${[moment, ...names.map((name) => rssMiB[name] ?? '')].join(' | ')} |`,
  );
  const table = [`| memory, MiB | ${names.join(' | ')} |`, `| --- |${' ---: |'.repeat(names.length)}`, ...rows];
  return [
    `### ${title}`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    broken.length === 0 ? '- nobody silent, nobody told twice' : `- **broken**: ${broken.join('; ')}`,
    ...(memory.length > 0 ? ['', ...table] : []),
  ].join('\n');
}

function machineLine(machine: Machine, load: string, minutes: number): string {
  return `${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node},
${machine.temporal}; ${machine.date}. Load average of one minute ${load}; ${minutes} minutes.`;
}
