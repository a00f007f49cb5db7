import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const all = Boolean(process.env.HYOBAN_ALL_TESTS);
if (!all) process.stderr.write('Skipped: the Python SDKs (npm run test:all, or npm run test:python)\n');
const withAllTests = all ? test : test.skip;

withAllTests(
  'the Python SDKs understand the simulator',
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['test/python/run.ts'], { timeout: 230_000 });
    expect(stdout).toContain('The Python SDKs understand the simulator.');
  },
  240_000,
);
