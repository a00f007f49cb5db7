import { readFileSync } from 'node:fs';
import { bugs } from '../faults/bugs/bugs.ts';
import { devBugs } from '../faults/dev/bugs/bugs.ts';

const patches = [...bugs, ...devBugs].flatMap(({ name, patches: all }) => all.map((patch) => ({ name, ...patch })));

test.each(patches)('the sown bug "$name" still fits $file', ({ file, find }) => {
  expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2);
});
