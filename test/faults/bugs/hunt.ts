import { bugs } from './bugs.ts';
import { hunt } from './sow.ts';

/** `node test/faults/bugs/hunt.ts [part of a name] [last seed]`: looks for seeds that bring the sown bugs to light. */
const print = (line: string) => void process.stdout.write(`${line}\n`);
const [wanted = '', last = '60'] = process.argv.slice(2);
for (const bug of bugs.filter(({ name }) => name.includes(wanted))) {
  const seeds = Array.from({ length: Number(last) }, (_, i) => i + 1);
  const found = await hunt(bug, [...bug.seeds, ...seeds.filter((seed) => !bug.seeds.includes(seed))], 2);
  const what = found?.violations.find(({ promise }) => promise === bug.promise)?.what;
  print(`${bug.name}: ${found ? `seed ${found.seed}, ${what}` : 'NOT FOUND'}`);
}
