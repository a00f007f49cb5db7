import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { commands } from '../../src/cli/commands/index.ts';

const pages = globSync(['*.md', 'docs/**/*.md', 'src/**/*.md', 'bench/**/*.md']).toSorted();
const textOf = (file: string) => readFileSync(file, 'utf8');
const manifest = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(textOf('package.json')));

/** Every first group of a pattern in all pages, with the page. */
function mentions(pattern: RegExp): { page: string; word: string }[] {
  return pages.flatMap((page) => [...textOf(page).matchAll(pattern)].map(([, word = '']) => ({ page, word })));
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('there are pages to look at', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']));
});

test('every relative link leads to a file, and its anchor to a heading', () => {
  const links = mentions(/\]\((?!https?:)([^)\s]+)\)/g);
  const dead = links.filter(({ page, word }) => {
    const [file = '', anchor] = word.split('#');
    const target = file === '' ? page : join(dirname(page), file);
    return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
  });
  expect(links.length).toBeGreaterThan(10);
  expect(dead).toEqual([]);
});

test('every npm script in the pages exists', () => {
  const named = mentions(/\bnpm run (?:-s )?([\w:]+)/g);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ word }) => !(word in manifest.scripts))).toEqual([]);
});

test('every hyoban subcommand in the pages exists, unless the page says that it does not', () => {
  const named = mentions(/(?:npx hyoban|`hyoban) ([a-z]+)/g).filter(({ word }) => !(word in commands));
  expect(named).toEqual([{ page: join('docs', 'operations.md'), word: 'list' }]);
  expect(textOf('docs/operations.md')).toContain('no `hyoban list`');
});

test('every dependency has its line, and every line its dependency', () => {
  const lines = [...textOf('docs/decisions/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(
    ([, name = '']) => name,
  );
  const wanted = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  expect(lines.toSorted()).toEqual(wanted.toSorted());
});

test('every decision is in the list of decisions', () => {
  const files = readdirSync('docs/decisions').filter((file) => file !== 'README.md');
  const list = textOf('docs/decisions/README.md');
  expect(files.filter((file) => !list.includes(`(${file})`))).toEqual([]);
});

test('every folder of the sources is in the architecture', () => {
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const page = textOf('docs/architecture.md');
  expect(folders.map(({ name }) => name).filter((name) => !page.includes(`\`src/${name}\``))).toEqual([]);
});

test('every activity and every failure type of a run is in the pages', () => {
  const architecture = textOf('docs/architecture.md');
  const names = [...textOf('src/activities/index.ts').matchAll(/^ {4}(\w+): bind\(/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !architecture.includes(`\`${name}\``))).toEqual([]);

  const [, reasons = ''] = /type ApologyReason =([^;]+);/.exec(textOf('src/workflows/contract.ts')) ?? [];
  const types = [...reasons.matchAll(/'(\w+)'/g)].map(([, type = '']) => type).filter((t) => t !== 'StoppedByOperator');
  const operations = textOf('docs/operations.md');
  expect(types.length).toBeGreaterThan(2);
  expect(types.filter((type) => !operations.includes(`\`${type}\``))).toEqual([]);
});

test('no page mentions a path of somebody’s machine', () => {
  const machinePath = /(?:^|[\s`("'])(?:\/(?:home|Users|root|work|tmp|mnt)\/|[A-Z]:\\)/;
  const found = pages.flatMap((page) =>
    textOf(page)
      .split('\n')
      .filter((line) => machinePath.test(line))
      .map((line) => ({ page, line })),
  );
  expect(found).toEqual([]);
});
