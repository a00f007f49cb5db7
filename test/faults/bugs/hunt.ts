import { readCommandLine, wholeNumber } from '../../support/command-line.ts';
import { devBugs, devLane } from '../dev/bugs/bugs.ts';
import type { Bug } from './bug.ts';
import { bugs } from './bugs.ts';
import { hunt } from './sow.ts';

/** Looks for seeds that bring the sown bugs to light, those of the runner and those of the set on a real server. */
const print = (line: string) => void process.stdout.write(`${line}\n`);

const usage = `node test/faults/bugs/hunt.ts [part of a name] [last seed]
  looks for the bugs of that name in their own seeds and then in 1 to the last; default all bugs, 60`;

const all: (Bug & { lane?: string })[] = [...bugs, ...devBugs.map((bug) => ({ ...bug, lane: devLane }))];

const { wanted, lastSeed } = readCommandLine(usage, ([part = '', last = '60']) => {
  const named = all.filter(({ name }) => name.includes(part));
  if (named.length === 0) throw new Error(`There is no bug with "${part}" in its name`);
  return { wanted: named, lastSeed: wholeNumber(last, 'The last seed') };
});

for (const bug of wanted) {
  const seeds = new Set([...bug.seeds, ...Array.from({ length: lastSeed }, (_, i) => i + 1)]);
  const found = await hunt(bug, [...seeds], 2, bug.lane);
  const what = found?.violations.find(({ promise }) => promise === bug.promise)?.what;
  print(`${bug.name}: ${found ? `seed ${found.seed}, ${what}` : 'NOT FOUND'}`);
}
