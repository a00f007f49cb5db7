import { globSync, readFileSync } from 'node:fs';
import { simulateCommand } from '../../src/cli/commands/simulate.ts';
import type { Route } from '../../src/simulator/core/server.ts';
import { controlRoutes as geminiControlRoutes } from '../../src/simulator/gemini/control.ts';
import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import { controlRoutes as lineControlRoutes } from '../../src/simulator/line/control/routes.ts';
import { startSimulator } from '../../src/simulator/start.ts';
import { present } from '../support/person.ts';

const page = readFileSync('docs/simulator.md', 'utf8');
const sources = globSync('src/simulator/**/*.ts').map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** Routes are only listed here, never called: they need nothing around them. */
const nothing = {} as never;
const tables: Record<string, Route[]> = {
  line: lineControlRoutes(nothing, () => {}),
  gemini: geminiControlRoutes(nothing, nothing),
};

/** A call of a control route in an example, with the variables `$userId` and `$batch` in path and body. */
type Example = { side: string; method: string; path: string; body?: string };

function examples(): Example[] {
  const calls = [...page.matchAll(/^curl -s (?:-X (\w+) )?\$(line|gemini)(\/_sim\/\S+)(.*)$/gm)];
  return calls.map(([, verb, side = '', path = '', rest = '']) => ({
    side,
    method: verb ?? (rest.includes(' -d ') ? 'POST' : 'GET'),
    body: / -d '(.*?)'(?: {3}#.*)?$/.exec(rest)?.[1],
    path,
  }));
}

type Values = { userId: string; batch: string };
const anyValues: Values = { userId: `U${'0'.repeat(32)}`, batch: 'a1' };

const filled = (text: string, { userId, batch }: Values) =>
  text.replace(/'?\$userId'?/g, userId).replace('$batch', batch);

const answers = ({ method, pattern }: Route, example: Example) =>
  method === example.method && pattern.test(filled(example.path, anyValues));

/** First groups of a pattern in a text. */
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

const unique = (list: string[]) => [...new Set(list)].toSorted();

/** What stands under a heading. */
function section(heading: string): string {
  const [, after = ''] = page.split(`\n${heading}\n`);
  return after.split(/\n##/)[0] ?? '';
}

test('every control route in the page exists on its side', () => {
  const found = examples();
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((example) => !tables[example.side]?.some((route) => answers(route, example)))).toEqual([]);
  expect(names(page, /\/_sim\/(\w*)/g).length).toBe(found.length + 1);
});

test.each(Object.keys(tables))('every control route of %s has an example', (side) => {
  const shown = examples().filter((example) => example.side === side);
  const missing = tables[side]?.filter((route) => !shown.some((example) => answers(route, example)));
  expect(missing?.map(({ method, pattern }) => `${method} ${pattern.source}`)).toEqual([]);
});

test('every example of a control route works, in the order of the page', async () => {
  const simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1 });
  const { line, gemini } = { line: present(simulator.line), gemini: present(simulator.gemini) };
  const refused: string[] = [];
  for (const { side, method, path, body } of examples()) {
    const batch = path.includes('$batch') ? await newBatch(gemini) : '';
    const values = { userId: line.userId, batch };
    const url = `${side === 'line' ? line.url : gemini.url}${filled(path, values)}`;
    const answer = await fetch(url, { method, body: body && filled(body, values) });
    if (!answer.ok) refused.push(`${method} ${path}: ${await answer.text()}`);
  }
  await simulator.close();
  expect(refused).toEqual([]);
});

async function newBatch({ url, geminiApiKey, batches }: GeminiSimulator): Promise<string> {
  const requests = { requests: [{ request: { contents: [{ parts: [{ text: 'one' }] }] } }] };
  await fetch(`${url}/v1beta/models/gemini-3.5-flash:batchGenerateContent`, {
    method: 'POST',
    headers: { 'x-goog-api-key': geminiApiKey },
    body: JSON.stringify({ batch: { inputConfig: { requests } } }),
  });
  return present(batches().at(-1)).id;
}

test('the table of faults at the socket has the kinds that the code has', () => {
  const kinds = names(sourceOf('core/faults.ts'), /^ {2}\| \{ kind: '([\w-]+)'/gm);
  expect(kinds.length).toBeGreaterThan(5);
  const table = names(section('### At the socket, on any route'), /^\| `([\w-]+)` \|/gm);
  expect(unique([...table, 'behaviour'])).toEqual(unique(kinds));
});

test.each([
  ['LINE', 'line'],
  ['Gemini', 'gemini'],
])('the table of behaviour faults of %s has the names that the code takes', (title, folder) => {
  const taken = sources
    .filter(({ file }) => file.includes(`/${folder}/`))
    .flatMap(({ text }) => names(text, /\btake(?:Behaviour\([^()]+,\s*|\()'([\w-]+)'\)/g));
  const rows = new RegExp(`^\\| ${title} \\| [^|]+ \\| \`([\\w-]+)\` \\|`, 'gm');
  expect(taken.length).toBeGreaterThan(5);
  expect(unique(names(section('### Behaviour'), rows))).toEqual(unique(taken));
});

test('every route that the page names for faults is in the code', () => {
  const cells = names(section('### Behaviour'), /^\| (?:LINE|Gemini) \| `(\w+)`/gm);
  const [, listed = ''] = /for example ([^.]+)\./.exec(section('## Faults')) ?? [];
  const wanted = unique([...cells, ...names(listed, /`(\w+)`/g)]);
  expect(wanted.length).toBeGreaterThan(10);
  const all = sources.map(({ text }) => text).join('\n');
  expect(wanted.filter((name) => !all.includes(`'${name}'`))).toEqual([]);
});

test('every setting that the page names for a guess is an option', () => {
  const settings = names(section('## What is guessed'), /`(\w+)`(?=[^|]* \|$)/gm);
  expect(settings.length).toBeGreaterThan(3);
  const options = sourceOf('line/start.ts') + sourceOf('gemini/simulator.ts');
  expect(settings.filter((name) => !options.includes(`  ${name}?: `))).toEqual([]);
});

test('the flags in the page are those of the command', () => {
  const { args = {} } = simulateCommand;
  const shown = names(page, /`--([\w-]+)`/g);
  expect(unique(shown)).toEqual(Object.keys(args).toSorted());
});

function sourceOf(end: string): string {
  return sources.find(({ file }) => file.endsWith(end))?.text ?? '';
}
