import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseWish } from './cli.ts';
import { progressFile } from './progress.ts';
import { blockOf, withBlock } from './save.ts';
import { createSummary } from './summary.ts';

test('a range of seeds, one lane more than processors', () => {
  expect(parseWish(['--seeds', '5-7'], 2)).toEqual({
    seeds: [5, 6, 7],
    times: 1,
    lanes: 3,
    save: false,
    resume: false,
  });
});

test('ranges and single seeds in one list', () => {
  expect(parseWish(['--seeds', '1-3,9'], 2)).toMatchObject({ seeds: [1, 2, 3, 9], times: 1 });
});

test('one seed alone is played twenty times', () => {
  expect(parseWish(['--only', '9'], 2)).toMatchObject({ seeds: [9], times: 20 });
});

test.each([
  [['--seeds', '7-5'], 'smaller number'],
  [['--seeds', 'all'], 'range'],
  [['--seeds', '1-3,'], 'range'],
  [['--seeds', '1-3,9', '--save'], 'one range'],
  [['--seeds', '0-3'], 'from 1'],
  [['--seeds', '1-99999999999'], 'at most'],
  [['--only', '9', '--save'], 'one range'],
  [['--only', '0'], 'whole number'],
  [['--times', ''], 'whole number'],
  [['--unknown'], 'Unknown option'],
])('%j is refused', (args, why) => {
  expect(() => parseWish(args, 2)).toThrow(why);
});

test('the block of the page is replaced and the rest stays', () => {
  const { summary, add } = createSummary();
  const counts = { faults: { 'line.push: reset': 2 }, crashes: {}, ends: { 'analysis: completed': 1 } };
  const played = { violations: [], timeline: [], chats: 1, runs: 2, attempts: 9, realMs: 1 };
  add({ seed: 1, end: 'kept', ...counts, ...played }, true);
  const block = blockOf({ summary, firstSeed: 1, lastSeed: 1, seconds: 2, lanes: 1, date: '2026-11-21' }, 'a machine');
  const page =
    '# Page\n\n<!-- fault runs: written by npm run faults -- --save -->\n\nold\n\n<!-- end of fault runs -->\n\nMore\n';
  const next = withBlock(page, block);
  expect(next).toContain('| seeds that kept every promise | 1 |');
  expect(next).toContain('| line.push: reset | 2 |');
  expect(next).not.toContain('old');
  expect(next.endsWith('\n\nMore\n')).toBe(true);
});

test('an interrupted run goes on, but only with the same sources', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hyoban-progress-'));
  const { summary } = createSummary();
  const progress = { seconds: 12.5, finished: [3, 1], summary };
  await progressFile('seeds-1-9', 'then', folder).write(progress);
  expect(await progressFile('seeds-1-9', 'then', folder).read()).toEqual(progress);
  expect(await progressFile('seeds-1-9', 'now', folder).read()).toBeUndefined();
  expect(await progressFile('seeds-1-8', 'then', folder).read()).toBeUndefined();
});
