import { readFileSync } from 'node:fs';

/** One row of the table "Crash points": where the attempt dies, and what is claimed to come of it. */
export type TableRow = { activity: string; call: string; before: string; after: string };

/** Reads the table "Crash points" of docs/reliability.md. */
export function readTable(): TableRow[] {
  const [, section = ''] = readFileSync('docs/reliability.md', 'utf8').split('## Crash points');
  const [ownSection = ''] = section.split('\n## ');
  const [head, , ...rows] = ownSection.split('\n').filter((line) => line.startsWith('|'));
  if (head !== '| activity | call | dies before | dies after |') throw new Error(`Another table: ${head}`);
  return rows.map((row) => {
    const [activity = '', call = '', before = '', after = ''] = row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    return { activity: activity.replaceAll('`', ''), call, before, after };
  });
}
