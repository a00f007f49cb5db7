import type { ListedAnalysis } from '../../src/activities/dependencies.ts';
import { judgeSuspects, orphansAmong, unawaited } from '../../src/activities/orphans.ts';
import type { FoundBatch } from '../../src/gemini/find-batches.ts';
import { createDigests } from '../../src/temporal/digests.ts';
import { newKey } from '../../src/temporal/key-ring.ts';
import type { Stage } from '../../src/workflows/contract.ts';
import type { RunVersion } from '../../src/workflows/version.ts';

const names = { ...createDigests(newKey(), 'bot'), sealText: (text: string) => text };

const job = (batchName: string, owner: string, version: RunVersion = 2): FoundBatch => {
  const displayName = names.batchDisplayName(owner, 1, version);
  return { batchName, displayName, state: 'running', createdAtMs: 0 };
};
const run = (runId: string, stage: Stage, more: Partial<ListedAnalysis> = {}): ListedAnalysis => {
  return {
    workflowId: `analysis:${runId}`,
    runId,
    ownerRunId: runId,
    stage,
    batchName: undefined,
    isReadable: true,
    ...more,
  };
};
const namesOf = (jobs: FoundBatch[]) => jobs.map(({ batchName }) => batchName);

describe('an open run', () => {
  test.each([
    ['collecting', undefined, []],
    ['submitting', undefined, []],
    ['queued', undefined, []],
    ['waiting', 'batches/a', []],
    ['waiting', 'batches/other', ['batches/a']],
    ['answering-now', 'batches/a', ['batches/a']],
    ['delivering', 'batches/a', ['batches/a']],
    ['held', 'batches/a', ['batches/a']],
  ] as const)('at stage %s that knows the job %s leaves %j without a run', (stage, batchName, left) => {
    expect(namesOf(unawaited(names, [job('batches/a', 'r')], [run('r', stage, { batchName })]))).toEqual(left);
    expect(namesOf(unawaited(names, [job('batches/a', 'r', 1)], [run('r', stage, { batchName })]))).toEqual(left);
  });

  test('wants no job of another run', () => {
    expect(namesOf(unawaited(names, [job('batches/a', 'r')], [run('s', 'submitting')]))).toEqual(['batches/a']);
  });

  test('that a reset made wants the jobs of the run whose id it keeps', () => {
    const made = run('s', 'submitting', { ownerRunId: 'r' });
    expect(unawaited(names, [job('batches/a', 'r')], [made])).toEqual([]);
    const early = run('s', 'collecting', { workflowId: 'analysis:r' });
    const jobs = [job('batches/a', 'r')];
    expect(orphansAmong(names, jobs, { open: [early], all: [early, run('r', 'waiting')] })).toEqual([]);
    expect(orphansAmong(names, jobs, { open: [], all: [run('r', 'waiting')] })).toEqual(jobs);
  });
});

test('a job of version 1 is ours only when a run of ours proves it', () => {
  const jobs = [job('batches/a', 'r', 1), job('batches/b', 'unknown', 1), job('batches/c', 'unknown', 2)];
  const found = orphansAmong(names, jobs, { open: [], all: [run('r', 'cancelled')] });
  expect(namesOf(found)).toEqual(['batches/a', 'batches/c']);
});

describe('two sweeps in a row', () => {
  const minuteMs = 60_000;
  const at = (minute: number) => ({ nowMs: minute * minuteMs, orphanAfterMs: 15 * minuteMs });

  test.each([
    ['the first time', [], 0, []],
    ['a minute later', [{ batchName: 'a', sinceMs: 0 }], 1, []],
    ['14 minutes later', [{ batchName: 'a', sinceMs: 0 }], 14, []],
    ['a quarter of an hour later', [{ batchName: 'a', sinceMs: 0 }], 15, ['a']],
    ['with a schedule that was a moment early', [{ batchName: 'a', sinceMs: 900 }], 15, ['a']],
    ['much later', [{ batchName: 'a', sinceMs: 0 }], 600, ['a']],
    ['when the last sweep found others', [{ batchName: 'b', sinceMs: 0 }], 15, []],
    ['with a clock that went back', [{ batchName: 'a', sinceMs: 5 * minuteMs }], 0, []],
  ])('cancel a job that is found %s: %j', (_when, previous, minute, due) => {
    expect(judgeSuspects(previous, ['a'], at(minute)).due).toEqual(due);
  });

  test('keep the moment of the first find, and forget what was not found again', () => {
    const previous = [
      { batchName: 'a', sinceMs: 1 },
      { batchName: 'b', sinceMs: 2 },
    ];
    expect(judgeSuspects(previous, ['b', 'c'], at(3)).suspects).toEqual([
      { batchName: 'b', sinceMs: 2 },
      { batchName: 'c', sinceMs: 3 * minuteMs },
    ]);
  });
});
