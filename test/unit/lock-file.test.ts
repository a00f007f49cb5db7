import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

const entrySchema = z.looseObject({ version: z.string().optional(), integrity: z.string().optional() });
const lockSchema = z.object({ packages: z.record(z.string(), entrySchema) });

test('every entry of the lock file has a hash', async () => {
  const { packages } = lockSchema.parse(JSON.parse(await readFile('package-lock.json', 'utf8')));
  const entries = Object.entries(packages).filter(([path]) => path !== '');
  expect(entries.length).toBeGreaterThan(700);
  expect(entries.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
});

test('the Node binary that comes past the lock file is one that we know, in the version that is asked for', async () => {
  const { devDependencies } = z
    .object({ devDependencies: z.object({ node: z.string() }) })
    .parse(JSON.parse(await readFile('package.json', 'utf8')));
  const lines = (await readFile('scripts/node-binaries.sha256', 'utf8')).trim().split('\n');
  for (const line of lines) expect(line).toMatch(/^[0-9a-f]{64} {2}\w+-\w+ {2}[\d.]+$/);
  expect(lines.every((line) => line.endsWith(`  ${devDependencies.node}`))).toBe(true);
  await expect(promisify(execFile)('scripts/check-node-binary.sh')).resolves.toMatchObject({ stderr: '' });
});

test('what pip fetches is held against hashes', async () => {
  const source = await readFile('src/temporal/binary.ts', 'utf8');
  expect(source).toContain("'--require-hashes'");
  expect(source.match(/'[0-9a-f]{64}'/g)).toHaveLength(8);
});
