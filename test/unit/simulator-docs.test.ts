import { globSync, readFileSync } from 'node:fs';
import { simulateCommand } from '../../src/cli/commands/simulate.ts';
import type { Route } from '../../src/simulator/core/server.ts';
import { sharedControls } from '../../src/simulator/core/shared-controls.ts';
import { geminiControls } from '../../src/simulator/gemini/control.ts';
import { geminiFaults } from '../../src/simulator/gemini/known-faults.ts';
import { lineControls } from '../../src/simulator/line/control/routes.ts';
import { lineFaults } from '../../src/simulator/line/known-faults.ts';
import { commandsOf, page, sectionOf } from '../support/simulator-page.ts';

const sources = globSync('src/simulator/**/*.ts').map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** Routes are only listed here, never called: they need nothing around them. */
const nothing = {} as never;
const tables: Record<string, Route[]> = {
  '### On both sides': sharedControls(nothing),
  '### LINE': lineControls(nothing),
  '### Gemini': geminiControls(nothing, nothing),
};

/** A call of a control route in an example. */
type Example = { method: string; path: string };

function examplesIn(commands: string[]): Example[] {
  return commands.flatMap((command) => {
    const [, verb, path = '', rest = ''] =
      /^curl -s (?:-X (\w+) )?\$(?:line|gemini)(\/_sim\/\S+)(.*)$/.exec(command) ?? [];
    return path === '' ? [] : [{ method: verb ?? (rest.includes(' -d ') ? 'POST' : 'GET'), path }];
  });
}

const filled = (path: string) => path.replace('$userId', `U${'0'.repeat(32)}`).replace('$batch', 'a1');

const answers = ({ method, pattern }: Route, example: Example) =>
  method === example.method && pattern.test(filled(example.path));

/** First groups of a pattern in a text. */
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

const unique = (list: string[]) => [...new Set(list)].toSorted();

describe.each(Object.keys(tables))('under "%s"', (heading) => {
  const examples = examplesIn(commandsOf(heading));
  const routes = tables[heading] ?? [];

  test('every example calls a route that is there', () => {
    expect(examples.length).toBeGreaterThan(3);
    expect(examples.filter((example) => !routes.some((route) => answers(route, example)))).toEqual([]);
  });

  test('every route has an example', () => {
    const missing = routes.filter((route) => !examples.some((example) => answers(route, example)));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

test('the table of faults at the socket has the kinds that the code has', () => {
  const kinds = names(sourceOf('core/faults.ts'), /^ {2}\| \{ kind: '([\w-]+)'/gm);
  expect(kinds.length).toBeGreaterThan(5);
  const table = names(sectionOf('### At the socket, on any route'), /^\| `([\w-]+)` \|/gm);
  expect(unique([...table, 'behaviour'])).toEqual(unique(kinds));
});

test.each([lineFaults([]), geminiFaults([])])('the table of behaviour faults has those of $side', (known) => {
  const rows = new RegExp(`^\\| ${known.side} \\| [^|]+ \\| \`([\\w-]+)\` \\|`, 'gm');
  expect(unique(names(sectionOf('### Behaviour'), rows))).toEqual(Object.keys(known.behaviours).toSorted());
});

test('every route that the page names for faults is in the code', () => {
  const cells = names(sectionOf('### Behaviour'), /^\| (?:LINE|Gemini) \| `(\w+)`/gm);
  const [, listed = ''] = /for example ([^.]+)\./.exec(sectionOf('## Faults')) ?? [];
  const wanted = unique([...cells, ...names(listed, /`(\w+)`/g)]);
  expect(wanted.length).toBeGreaterThan(10);
  const all = sources.map(({ text }) => text).join('\n');
  expect(wanted.filter((name) => !all.includes(`'${name}'`))).toEqual([]);
});

test('every setting that the page names for a guess is an option, and no flag stands there without one', () => {
  const rows = [...sectionOf('## What is guessed').matchAll(/^\| [^|]+ \| [^|]+ \| ([^|]*)\| ([^|]*)\|$/gm)];
  const options = sourceOf('line/start.ts') + sourceOf('gemini/simulator.ts');
  const settings = rows.flatMap(([, cell = '']) => names(cell, /`(\w+)`/g));
  expect(settings.length).toBeGreaterThan(6);
  expect(settings.filter((name) => !options.includes(`  ${name}?: `))).toEqual([]);
  for (const [row, setting = '', flag = ''] of rows) {
    const [flags, settingsOfRow] = [names(flag, /(`--)/g), names(setting, /(`\w)/g)];
    if (flags.length > settingsOfRow.length) throw new Error(`More flags than settings: ${row}`);
  }
});

test('the flags in the page are those of the command', () => {
  const { args = {} } = simulateCommand;
  const shown = names(page, /`--([\w-]+)`/g).filter((flag) => flag !== 'help');
  expect(unique(shown)).toEqual(Object.keys(args).toSorted());
});

function sourceOf(end: string): string {
  return sources.find(({ file }) => file.endsWith(end))?.text ?? '';
}
