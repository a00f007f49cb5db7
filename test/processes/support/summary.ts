import type { Machine } from '../../../bench/support/machine.ts';
import type { Row } from './row.ts';

/** The table as it is printed. */
export function textTable(rows: readonly Row[]): string {
  return rows
    .map(({ part, what, measured, broken }) =>
      [`${verdict(broken)} (${part}) ${what}`, `       ${measured}`, ...broken.map((one) => `       !! ${one}`)].join(
        '\n',
      ),
    )
    .join('\n');
}

const verdict = (broken: readonly string[]) => (broken.length === 0 ? 'kept  ' : 'BROKEN');

/** What the page says of a run. */
export type Run = {
  machine: Machine;
  loadOneMinuteBefore: number;
  loadOneMinuteAfter: number;
  tookSeconds: number;
  rows: Row[];
};

/** The block of the page. */
export function markdownBlock({ machine, loadOneMinuteBefore, loadOneMinuteAfter, tookSeconds, rows }: Run): string {
  const lines = rows.map(
    ({ part, what, measured, broken }) =>
      `| ${part} | ${what} | ${measured} | ${broken.length === 0 ? 'kept' : `**broken**: ${broken.join('; ')}`} |`,
  );
  return `## Whole processes

Written by \`npm run faults:processes -- --save\`.

| part | what happened | measured | promises |
| --- | --- | --- | --- |
${lines.map((line) => line.replaceAll('\n', ' ')).join('\n')}

Machine: ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node},
${machine.temporal}; ${machine.date}. Load average of one minute ${loadOneMinuteBefore} before and ${loadOneMinuteAfter}
after; ${Math.round(tookSeconds / 60)} minutes in all.

${method}`;
}

const method = `Every process is a real one: the Temporal dev server on its SQLite file with the command line of the local mode,
\`hyoban api\`, \`hyoban worker\`. The simulated vendors live in the test's process and outlive all of them. A process that ends
by itself is started again after half a second, as a container would be.`;
