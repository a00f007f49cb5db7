import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PlayedWay } from './webhooks.ts';

const seeds = ['1', '2', '3', '5', '6', '9', '11', '13', '14', '20'];

/** The test server may lose a task, after which its process is of no use: the seed is played again. */
async function linesOf(seed: string, attemptsLeft = 2): Promise<string[]> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['test/faults/webhooks.ts', seed], {
      env: { ...process.env, NODE_OPTIONS: '' },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim().split('\n');
  } catch (error) {
    if (attemptsLeft === 0) throw error;
    return linesOf(seed, attemptsLeft - 1);
  }
}

test('webhooks that come, come oddly or never come lead to the same messages at the same price', async () => {
  const lines: string[] = [];
  for (const seed of seeds) lines.push(...(await linesOf(seed)));
  const played = lines.map((line): PlayedWay => JSON.parse(line));
  expect(played).toHaveLength(3 * seeds.length);
  for (const [seed, ways] of Map.groupBy(played, (one) => one.seed)) {
    const [come, odd, lost] = ways.map(({ pushed, paid }) => ({ seed, pushed, paid }));
    expect(odd).toEqual(come);
    expect(lost).toEqual(come);
  }
  // Not ten times nothing.
  expect(played.filter(({ pushed }) => pushed.length > 0).length).toBeGreaterThanOrEqual(2 * seeds.length);
  expect(played.filter(({ way, struck }) => way !== 'come' && struck.length > 0).length).toBeGreaterThanOrEqual(
    seeds.length,
  );
}, 300_000);
