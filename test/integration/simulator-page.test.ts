import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startWebhook } from '../support/line-simulator.ts';
import { type SimulateProcess, startSimulate } from '../support/simulate-process.ts';
import { commandsOf } from '../support/simulator-page.ts';

// The commands of the page about the simulator, as they stand there, in a real shell.
const missing = ['bash', 'curl', 'jq'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
if (missing.length > 0) process.stderr.write(`Skipped: there is no ${missing.join(', ')} on this machine\n`);
const withShell = missing.length === 0 ? describe : describe.skip;

withShell('the commands of the page', () => {
  let folder: string;
  let bot: Awaited<ReturnType<typeof startWebhook>>;
  let simulate: SimulateProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hyoban-page-'));
    bot = await startWebhook();
    // The job of the examples shall be alive when one of them ends it.
    simulate = await startSimulate('--batch-seconds', '3600');
    await writeFile(join(folder, 'simulator.json'), JSON.stringify(simulate.ready));
  });

  afterAll(async () => {
    await simulate.stop();
    await bot.close();
    await rm(folder, { recursive: true });
  });

  /** Runs commands in one shell, which has read `simulator.json` as the page says; resolves to those that failed. */
  async function failuresOf(commands: string[]): Promise<string[]> {
    const [read = ''] = commandsOf('## Start').filter((command) => command.startsWith('eval '));
    const script = [
      'set -o pipefail',
      'curl() { command curl --fail-with-body --max-time 10 "$@"; }',
      read,
      // The page's bot listens on port 8000; here it is the receiver of this test.
      ...commands.map(
        (command, at) => `echo; { ${command.replaceAll('127.0.0.1:8000', new URL(bot.url).host)}
} || echo " failed:${at}"`,
      ),
    ].join('\n');
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder });
    return [...stdout.matchAll(/^(.*) failed:(\d+)$/gm)].map(([, answer, at]) => `${commands[Number(at)]}: ${answer}`);
  }

  test('work one after the other, from top to bottom', async () => {
    const commands = [...commandsOf('## Point your program at it'), ...commandsOf('## Control routes')];
    expect(commands.length).toBeGreaterThan(25);
    expect(await failuresOf([...commands, ...commandsOf('## Faults')])).toEqual([]);
    const bodies = bot.received.map(({ body }) => JSON.parse(body).events?.length);
    expect(bodies).toEqual([1, 3, 0, 1, 1, undefined]);
  });

  test('for both sides work on Gemini too', async () => {
    const commands = commandsOf('### On both sides').map((command) => command.replaceAll('$line', '$gemini'));
    expect(commands.join()).toContain('$gemini/_sim/reset');
    expect(await failuresOf(commands)).toEqual([]);
  });

  test('are seen to fail when they do', async () => {
    expect(await failuresOf(["curl -s $line/_sim/clock -d '{}'", 'curl -s $line/_sim/clock'])).toEqual([
      expect.stringContaining('must have advanceSeconds, advanceMs or freeze'),
    ]);
  });
});
