import { readFileSync } from 'node:fs';

/** The page about the simulator. */
export const page = readFileSync('docs/simulator.md', 'utf8');

/** What stands under a heading, without the headings below it that have as many marks or fewer. */
export function sectionOf(heading: string): string {
  const [, after = ''] = page.split(`\n${heading}\n`);
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  return after.split(new RegExp(`\n#{1,${level}} `))[0] ?? '';
}

/** The commands of a section's `sh` blocks, one a line. */
export function commandsOf(heading: string): string[] {
  const blocks = [...sectionOf(heading).matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  return blocks.flatMap(([, text = '']) => text.trim().split('\n'));
}
