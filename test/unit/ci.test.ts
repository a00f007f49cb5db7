import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

describe('.ci/run', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hyoban-ci-'));
    await mkdir(join(folder, 'bin'));
    await cp('.ci/run', join(folder, '.ci/run'));
    await cp('scripts/audit.sh', join(folder, 'scripts/audit.sh'));
    await writeFile(join(folder, 'scripts/check-node-binary.sh'), '#!/bin/sh\n', { mode: 0o755 });
    // `npm` writes what Jest would; the others say that nothing has to be installed.
    await program('npm', [
      'echo "npm $*" >> steps',
      '[ "$1" = audit ] && { echo "$AUDIT"; exit "$AUDIT_CODE"; }',
      'case "$1 $2" in "$FAIL"*) code=1 ;; *) code=0 ;; esac',
      'for argument; do case $argument in --outputFile=*)',
      '  mkdir -p test-output',
      '  echo "{\\"numPassedTests\\":70,\\"numFailedTests\\":$((code * 3)),$TESTS}" > "${argument#*=}" ;;',
      'esac; done; exit "$code"',
    ]);
    await program('chromium', ['exit 0']);
    await program('python3', ['exit 0']);
    await program('dpkg-query', ['printf "install ok installed"']);
  });
  afterAll(async () => rm(folder, { recursive: true }));

  const program = async (name: string, lines: string[]) =>
    writeFile(join(folder, 'bin', name), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });

  async function run(
    failing: string,
    tests: object[] = [],
    audit = { AUDIT: '{"auditReportVersion":2}', AUDIT_CODE: '0' },
  ) {
    await rm(join(folder, 'steps'), { force: true });
    const TESTS = `"testResults":${JSON.stringify([{ assertionResults: tests }])}`;
    const env = {
      FAIL: failing,
      TESTS,
      ...audit,
      PATH: [join(folder, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
    };
    const { code, output } = await outputOf(join(folder, '.ci/run'), env);
    const steps = (await readFile(join(folder, 'steps'), 'utf8')).trim().split('\n');
    return { code, lastLine: output.trimEnd().split('\n').at(-1), steps, output };
  }

  test('runs the four commands in order and ends with the counts of both Jest runs', async () => {
    const { code, lastLine, steps } = await run('nothing');
    expect({ code, lastLine }).toEqual({ code: 0, lastLine: '140 passed, 0 failed' });
    expect(steps.map((step) => step.replace(/ -- .*/, ''))).toEqual([
      'npm ci',
      'npm audit --audit-level=high --json',
      'npm run check',
      'npm test',
      'npm run test:all',
    ]);
  });

  test('names the tests that passed at their second try only', async () => {
    const tests = [
      { fullName: 'the first is slow', status: 'passed', invocations: 2 },
      { fullName: 'the other is steady', status: 'passed', invocations: 1 },
      { fullName: 'the third is broken', status: 'failed', invocations: 2 },
    ];
    const { output } = await run('nothing', tests);
    const named = output.split('\n').filter((line) => line.includes('at try'));
    expect(named).toEqual(Array(2).fill('::: passed at try 2: the first is slow'));
  });

  test('fails on known vulnerabilities, and not on a registry that cannot be asked', async () => {
    const found = await run('nothing', [], { AUDIT: '{"auditReportVersion":2}', AUDIT_CODE: '1' });
    expect(found).toMatchObject({ code: 1, lastLine: '140 passed, 1 failed' });
    const away = await run('nothing', [], { AUDIT: '{"message":"405 Method Not Allowed"}', AUDIT_CODE: '1' });
    expect(away).toMatchObject({ code: 0, lastLine: '140 passed, 0 failed' });
    expect(away.output).toContain('could not be asked');
  });

  test('counts a failed step and goes on', async () => {
    expect(await run('run check')).toMatchObject({ code: 1, lastLine: '140 passed, 1 failed' });
  });

  test('counts failed tests and the step that they were in', async () => {
    expect(await run('test')).toMatchObject({ code: 1, lastLine: '140 passed, 4 failed' });
  });
});

test('the workflow on GitHub calls .ci/run, may only read, and takes actions by their full commit hash', async () => {
  const step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() });
  const job = z.object({ 'timeout-minutes': z.number(), steps: z.array(step) });
  const schema = z.object({ permissions: z.unknown(), jobs: z.record(z.string(), z.looseObject(job.shape)) });
  const { permissions, jobs } = schema.parse(parse(await readFile('.github/workflows/ci.yml', 'utf8')));
  expect(permissions).toEqual({ contents: 'read' });
  const commandsOf = (name: string) => jobs[name]?.steps.map(({ run }) => run);
  expect(commandsOf('check')).toContain('.ci/run');
  expect(commandsOf('images')).toContain('scripts/check-images.sh');
  const actions = Object.values(jobs).flatMap(({ steps }) => steps.map(({ uses }) => uses));
  for (const uses of actions) if (uses) expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
});

async function outputOf(file: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(file, { env }, (_error, output) => resolve({ code: child.exitCode, output }));
  });
}
