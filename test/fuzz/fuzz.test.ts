import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** It takes as long as the rest of a part of the suite; `npm run fuzz` is the long form. */
const withAllTests = process.env.HYOBAN_ALL_TESTS ? test : test.skip;
/** Bodies of at most 64 KB: what a machine under load makes of large ones is a question for the long form. */
const options = ['--seed', '1', '--count', '2000', '--largest-bytes', '65536'];

withAllTests(
  '2,000 mutated webhooks do no harm to a listening API',
  async () => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const { stdout } = await run(process.execPath, ['test/fuzz/run.ts', ...options], { env });
    expect(stdout).toContain('nothing found');
    expect(stdout).toContain('"requests": 2000');
  },
  180_000,
);
