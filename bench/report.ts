import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Machine } from './support/machine.ts';
import type { Row } from './support/rows.ts';

/** Everything that a run of the benchmark says. */
export type BenchmarkResult = {
  machine: Machine;
  /** Whether it was a smoke run, whose numbers mean little. */
  quick: boolean;
  loadOneMinuteBefore: number;
  loadOneMinuteAfter: number;
  tookSeconds: number;
  rows: Row[];
};

/** The table as it is printed. */
export function textTable(rows: Row[]): string {
  const cells = rows.map(({ part, what, target = '-', measured, met }) => [part, verdict(met), what, target, measured]);
  return cells
    .map(
      ([part, met, what, target, measured]) =>
        `(${part}) ${met}  ${what}\n           target ${target}\n           ${measured}`,
    )
    .join('\n');
}

const verdict = (met: boolean | undefined) => (met === undefined ? '-  ' : met ? 'yes' : 'NO ');

/** Writes `bench/out/latest.json`, which git ignores, and with `save` a copy to commit and `docs/benchmark.md`. */
export async function writeResult(result: BenchmarkResult, save: boolean): Promise<string[]> {
  const json = `${JSON.stringify(result, null, 2)}\n`;
  const files = { 'bench/out/latest.json': json };
  const saved = save ? { 'bench/results/latest.json': json, 'docs/benchmark.md': page(result) } : {};
  const all = Object.entries({ ...files, ...saved });
  for (const [file, text] of all) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return all.map(([file]) => file);
}

function page({ machine, loadOneMinuteBefore, loadOneMinuteAfter, tookSeconds, rows }: BenchmarkResult): string {
  const tableRows = rows.map(
    ({ part, what, target = '', measured, met }) =>
      `| ${part} | ${what} | ${target} | ${measured} | ${met === undefined ? '' : met ? 'yes' : '**no**'} |`,
  );
  return `# Benchmark

Written by \`npm run bench -- --save\`; the numbers in full are in \`bench/results/latest.json\`.

| | what | target | measured | met |
| --- | --- | --- | --- | --- |
${tableRows.join('\n')}

Machine: ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node},
${machine.temporal}; ${machine.date}. Load average of one minute ${loadOneMinuteBefore} before and ${loadOneMinuteAfter}
after the run, which took ${Math.round(tookSeconds / 60)} minutes.

${method}`;
}

const method = `## What is measured, and how

Everything runs on one machine, load generator and simulated vendors included, so the processes compete for its cores.
Nothing is left out of a percentile: no outlier, no error, no slow start after the named warm-up. Percentiles are nearest
rank.

For (a), (b) and (d) each of these is a process of its own: the Temporal dev server with the settings of the local mode
(SQLite file, WAL, \`synchronous=NORMAL\`: durable against the death of the process, not against a power cut),
\`hyoban api\`, \`hyoban worker\` (one, with its default tuning), both simulated vendors, and the benchmark. Webhooks go
through a mailbox in the benchmark, which hands them to the API at the moment that is being measured; they stay as the
vendors signed them. LINE's monthly quota and Gemini's limit of jobs at once are lifted. Each part starts on an empty
database.

- **(a)** Open model: event *i* is sent *i*/20 s after the start, evenly spaced, whatever has become of the earlier ones,
  and its latency counts from that moment to the end of the answer, so lateness of the generator itself is inside. Every
  event comes from another person. LINE made each one 1.5 s before, so that its reply token works. An answer other than
  200, none within LINE's 2 s, or a 200 for which no workflow was started (by the API's own metrics) is an error; with
  redelivery switched on, an event that Temporal did not take is answered 503. The searches, the analyses, Gemini's
  webhooks and the pushes that follow run during the load. Warm-up: 20 people, one analysis each.
- **(b)** From the moment at which the webhook is handed to the API's socket to the end of LINE's 200 to the push, less
  the time that the simulators spent, from reading the headers of a request to handing over its answer, on
  \`batches.get\`, the download of the results and the push. Inside: signature check, signal, workflow tasks, activities,
  grounding check and rendering, every hop over loopback. The analysis waits for its batch, its workflow is in the
  worker's cache. Taps that prepare an analysis are delivered again when Temporal did not take them; a measured
  webhook that is not answered 200 is an error, and delivered again with its clock running. Warm-up: 20 analyses.
- **(c)** The whole API with its hooks and metrics, in which the one call that starts a workflow is replaced by one that
  succeeds at once; the same signed location event each time. Beside it an empty Fastify route, in a process alike.
  autocannon with 32 connections in the benchmark's process loads them in turns; medians of the rounds.
- **(d)** Histories as Temporal has them, and Gemini's bill as the simulator keeps it; real time, nothing skipped.
  What a poll adds is the difference to the median without one, judged by its median: whether push and clean-up end in
  one workflow task or in two makes three events of difference with or without a poll.
- **(e)** Both simulators in one process, one thread, journal on; autocannon as in (c). Their clock runs 50 times as fast,
  which lifts LINE's limit of 2,000 calls a second; one refused call would fail the run. The memory is taken warm, after
  75,000 calls have filled the journal.
`;
