import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

test.each([
  ['test/faults/run.ts', ['--seeds', '7-5'], '--seeds must begin with the smaller number.'],
  ['test/faults/dev/run.ts', ['--resume'], '--resume is for npm run faults.'],
  ['test/faults/bugs/hunt.ts', ['no such bug'], 'There is no bug with "no such bug" in its name'],
  ['test/processes/run.ts', ['--only', 'kills,lights'], 'There is no "lights"'],
  ['test/load/run.ts', ['--only', '50'], 'There is no "50"'],
  ['test/fuzz/run.ts', ['--count', 'many'], '--count must be a whole number, 1 or more, not "many"'],
  ['test/replay/record.ts', ['no-such-story'], 'There is no "no-such-story"'],
  ['bench/run.ts', ['--save', '--quick'], 'Only a whole run is worth saving'],
])('%s %j: a sentence and the usage, and nothing is begun', async (script, args, sentence) => {
  const ended: unknown = await run(process.execPath, [script, ...args]).catch((error: unknown) => error);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended).toHaveProperty('stderr', expect.stringMatching(/^.*\n\n(npm run|node test)[^\n]*\n( {2}[^\n]*\n)+$/));
  expect(ended).toHaveProperty('stderr', expect.stringContaining(`${sentence}\n`));
});

test('--help shows the usage alone', async () => {
  const { stdout, stderr } = await run(process.execPath, ['test/load/run.ts', '--help']);
  expect(stdout).toMatch(/^npm run load -- /);
  expect(stderr).toBe('');
});
