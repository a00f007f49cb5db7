import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { present } from '../support/person.ts';

const run = promisify(execFile);
const limitMs = 180_000;
const sources = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'LICENSE',
  'README.md',
  'bin',
  'src',
  'scripts',
];

const all = Boolean(process.env.HYOBAN_ALL_TESTS);
if (!all) process.stderr.write('Skipped: the package as others install it (npm run test:all)\n');
const describeWithAllTests = all ? describe : describe.skip;

const readyShape = z.object({
  line: z.url(),
  gemini: z.url(),
  phone: z.url(),
  channelAccessToken: z.string(),
  geminiApiKey: z.string(),
});

/** npm and the package's commands on this Node, without the settings that an `npm test` hands down. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, NODE_OPTIONS: '' }).filter(([name]) => !name.startsWith('npm_')),
);

describeWithAllTests('the package as others install it', () => {
  let folder = '';
  let stranger = '';
  let copy = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hyoban-package-'));
    stranger = join(folder, 'stranger');
    copy = await copyOfRepository(folder);
    await run('npm', ['pack', '--pack-destination', folder], { cwd: copy, env });
    const tarball = present((await readdir(folder)).find((name) => name.endsWith('.tgz')));
    await mkdir(stranger);
    await writeFile(join(stranger, 'package.json'), '{"name":"stranger","private":true,"type":"module"}');
    await run('npm', ['install', '--no-audit', '--no-fund', join(folder, tarball)], { cwd: stranger, env });
  }, limitMs);

  afterAll(async () => rm(folder, { recursive: true, force: true }));

  test('packing leaves nothing behind, and the package holds no TypeScript source', async () => {
    expect(await readdir(copy)).not.toContain('dist');
    const files = await readdir(join(stranger, 'node_modules/hyoban'), { recursive: true });
    expect(files).toEqual(expect.arrayContaining(['bin/hyoban.js', 'dist/cli/hyoban.js', 'docs/simulator.md']));
    expect(files.filter((name) => /(?<!\.d)\.ts$/.test(name))).toEqual([]);
  });

  test('"npx hyoban" finds the command', async () => {
    const { stdout } = await run('npx', ['--no', 'hyoban', 'keys'], { cwd: stranger, env });
    expect(stdout).toContain('HYOBAN_ENCRYPTION_KEYS=');
  });

  test('"hyoban simulate" serves LINE, Gemini and the phone page, and ends with code 0 on SIGTERM', async () => {
    // Not by npx: the shell that npm puts between does not pass signals on.
    const ports = ['--line-port', '0', '--gemini-port', '0', '--phone-port', '0'];
    const child = spawn(join(stranger, 'node_modules/.bin/hyoban'), ['simulate', ...ports], {
      cwd: stranger,
      env,
      stdio: 'pipe',
    });
    const closed = once(child, 'close');
    try {
      const ready = readyShape.parse(JSON.parse(await firstLine(child)));
      const info = await fetch(`${ready.line}/v2/bot/info`, {
        headers: { authorization: `Bearer ${ready.channelAccessToken}` },
      });
      const models = await fetch(`${ready.gemini}/v1beta/models`, {
        headers: { 'x-goog-api-key': ready.geminiApiKey },
      });
      const page = await fetch(ready.phone);
      const script = await fetch(`${ready.phone}/main.js`);
      expect([info, models, page, script].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(await page.text()).toContain('main.js');
    } finally {
      child.kill('SIGTERM');
    }
    expect(await closed).toEqual([0, null]);
  });

  test('a program can start the simulator by its exports', async () => {
    const manifest = z.object({ exports: z.record(z.string(), z.unknown()) });
    const { exports } = manifest.parse(JSON.parse(await readFile('package.json', 'utf8')));
    const modules = Object.keys(exports).filter((name) => name.startsWith('./simulator'));
    const program = `
      for (const name of ${JSON.stringify(modules)}) await import(name.replace('.', 'hyoban'));
      const { startSimulator } = await import('hyoban/simulator');
      const simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1 });
      console.log((await fetch(simulator.line.url + '/_sim/users')).status);
      await simulator.close();`;
    await writeFile(join(stranger, 'program.js'), program);
    const { stdout } = await run(process.execPath, ['program.js'], { cwd: stranger, env });
    expect([modules.length > 1, stdout]).toEqual([true, '200\n']);
  });

  test('the workflows are bundled from what was compiled', async () => {
    const program = `
      const folder = new URL('./node_modules/hyoban/dist/', import.meta.url);
      const { bundleWorkflows } = await import(new URL('worker/bundle.js', folder));
      const { createDataConverter } = await import(new URL('temporal/data-converter.js', folder));
      const { code } = await bundleWorkflows(createDataConverter({}));
      console.log(code.length > 10_000);`;
    await writeFile(join(stranger, 'bundle.js'), program);
    const { stdout } = await run(process.execPath, ['bundle.js'], { cwd: stranger, env });
    expect(stdout).toBe('true\n');
  });
});

/** A pack makes `dist` for a moment: in a copy, it is not in the way of whatever else runs here. */
async function copyOfRepository(folder: string): Promise<string> {
  const copy = join(folder, 'repository');
  for (const name of sources) await cp(name, join(copy, name), { recursive: true });
  await cp('docs/simulator.md', join(copy, 'docs/simulator.md'));
  await symlink(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of present(stdout ?? undefined)) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text;
}
