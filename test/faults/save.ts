import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { type Summary, sum } from './summary.ts';

/** Where results of a long run stand for people to read. */
const reliabilityPage = 'docs/reliability.md';

/** Where a set of stories puts its results. */
export type SavePlace = { jsonPath: string; begin: string; end: string };

const usualPlace: SavePlace = {
  jsonPath: 'test-output/faults.json',
  begin: '<!-- fault runs: written by npm run faults -- --save -->',
  end: '<!-- end of fault runs -->',
};

/** What of a run goes into the page. */
export type SavedRun = {
  summary: Summary;
  firstSeed: number;
  lastSeed: number;
  seconds: number;
  lanes: number;
  date: string;
};

/** Writes the run as JSON, and as the marked block of the page. @throws Error when the page has no such block. */
export async function save(run: SavedRun, place = usualPlace): Promise<void> {
  await mkdir(dirname(place.jsonPath), { recursive: true });
  await writeFile(place.jsonPath, `${JSON.stringify({ ...run, machine: machine() }, null, 2)}\n`);
  await writeFile(reliabilityPage, withBlock(await readFile(reliabilityPage, 'utf8'), blockOf(run, machine()), place));
}

/** The page with another block. @throws Error when it has none. */
export function withBlock(page: string, block: string, { begin, end } = usualPlace): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new Error(`The page has no block between "${begin}" and "${end}".`);
  return `${page.slice(0, from + begin.length)}\n\n${block}\n\n${page.slice(to)}`;
}

const number = (value: number) => value.toLocaleString('en-US');

/** The block: what was played, what struck, what became of it. */
export function blockOf({ summary, firstSeed, lastSeed, seconds, lanes, date }: SavedRun, where: string): string {
  const rate = (summary.seeds / seconds).toFixed(2);
  return [
    `Seeds ${number(firstSeed)} to ${number(lastSeed)}, played on ${date} in ${number(Math.round(seconds))} s`,
    `(${rate} seeds a second, ${lanes} lanes, ${where}).`,
    '',
    '| what | number |',
    '| --- | ---: |',
    `| seeds that kept every promise | ${number(summary.kept)} |`,
    `| seeds that broke one | ${number(summary.broken)} |`,
    `| seeds lost by the test server each time | ${number(summary.lost.length)} |`,
    `| tries lost by the test server and played again | ${number(summary.lostTries)} |`,
    `| chats | ${number(summary.chats)} |`,
    `| workflow runs | ${number(summary.runs)} |`,
    `| attempts of activities | ${number(summary.attempts)} |`,
    `| faults | ${number(sum(summary.faults))} |`,
    `| crashes | ${number(sum(summary.crashes))} |`,
    '',
    ...table('How the runs ended', summary.ends),
    ...table('Faults by place and kind', summary.faults),
    ...table('Crashes by place', summary.crashes),
  ]
    .join('\n')
    .trimEnd();
}

function table(title: string, counts: Record<string, number>): string[] {
  const rows = Object.entries(counts).toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return [
    '<details>',
    `<summary>${title}</summary>`,
    '',
    '| what | number |',
    '| --- | ---: |',
    ...rows.map(([name, count]) => `| ${name} | ${number(count)} |`),
    '',
    '</details>',
    '',
  ];
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
}
