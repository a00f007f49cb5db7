import { hunt } from '../../bugs/sow.ts';
import { devBugs, devLane } from './bugs.ts';

/** `node test/faults/dev/bugs/hunt.ts [part of a name] [last seed]`: looks for seeds that bring the sown bugs to light. */
const print = (line: string) => void process.stdout.write(`${line}\n`);
const [wanted = '', last = '60'] = process.argv.slice(2);
for (const bug of devBugs.filter(({ name }) => name.includes(wanted))) {
  const seeds = Array.from({ length: Number(last) }, (_, i) => i + 1);
  const order = [...bug.seeds, ...seeds.filter((seed) => !bug.seeds.includes(seed))];
  const found = await hunt(bug, order, 2, devLane);
  const what = found?.violations.find(({ promise }) => promise === bug.promise)?.what;
  print(`${bug.name}: ${found ? `seed ${found.seed}, ${what}` : 'NOT FOUND'}`);
}
