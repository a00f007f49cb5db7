import type { FoundBatch } from '../gemini/find-batches.ts';
import type { Stage, Suspect } from '../workflows/contract.ts';
import type { ListedAnalysis, Names } from './dependencies.ts';
import { jobNames, maxSubmissions } from './own-batches.ts';

/** Stages from which on a run wants nothing of a batch job any more, though it may be open for days. */
const givenUpStages: readonly Stage[] = ['answering-now', 'delivering', 'held', 'delivered', 'apologised', 'cancelled'];

/** Whether an open run still wants a job: the one that it waits for, or before that any that bears its name. */
function awaits(names: Names, run: ListedAnalysis, job: FoundBatch): boolean {
  if (givenUpStages.includes(run.stage)) return false;
  if (run.stage === 'waiting') return run.batchName === job.batchName;
  return [run.runId, run.ownerRunId].some((ownerRunId) =>
    jobNames(names, { ownerRunId, submissions: maxSubmissions }).includes(job.displayName),
  );
}

/** The jobs that no open run wants. */
export function unawaited(names: Names, jobs: FoundBatch[], open: ListedAnalysis[]): FoundBatch[] {
  return jobs.filter((job) => !open.some((run) => awaits(names, run, job)));
}

/**
 * Those of the unawaited jobs that are surely of this installation and nobody's. A name of version 2 is ours by its form;
 * one of version 1 is only when it is the keyed digest of a run of ours. A job whose run was reset belongs to the run that
 * the reset made, which may not have come to it yet.
 */
export function orphansAmong(
  names: Names,
  jobs: FoundBatch[],
  { open, all }: { open: ListedAnalysis[]; all: ListedAnalysis[] },
): FoundBatch[] {
  const wanted = new Set(jobs.map(({ displayName }) => displayName));
  const ownerOf = new Map<string, string>();
  for (const { workflowId, runId, ownerRunId } of all) {
    for (const owner of new Set([runId, ownerRunId])) {
      for (const name of jobNames(names, { ownerRunId: owner, submissions: maxSubmissions }))
        if (wanted.has(name)) ownerOf.set(name, workflowId);
    }
  }
  const busy = new Set(
    open
      .filter(({ stage }) => stage !== 'waiting' && !givenUpStages.includes(stage))
      .map(({ workflowId }) => workflowId),
  );
  return jobs.filter(({ displayName }) => {
    const owner = ownerOf.get(displayName);
    if (owner === undefined) return names.ownershipOf(displayName) === 'ours';
    return !busy.has(owner);
  });
}

/** The schedule's sweeps start within seconds of their quarter of an hour. */
const startToleranceMs = 30_000;

/**
 * What two sweeps in a row make of the jobs that nobody wants.
 *
 * @param previous what the last sweep found, with the moment from which on each sweep found it so.
 * @param nowMs of the same clock as `previous`: Temporal's.
 * @returns the suspects of this sweep, and the names of those that have been suspects for long enough.
 */
export function judgeSuspects(
  previous: readonly Suspect[],
  orphans: readonly string[],
  { nowMs, orphanAfterMs }: { nowMs: number; orphanAfterMs: number },
): { suspects: Suspect[]; due: string[] } {
  const since = new Map(previous.map(({ batchName, sinceMs }) => [batchName, sinceMs]));
  const suspects = orphans.map((batchName) => ({ batchName, sinceMs: since.get(batchName) ?? nowMs }));
  const due = suspects.filter(
    ({ batchName, sinceMs }) => since.has(batchName) && nowMs - sinceMs >= orphanAfterMs - startToleranceMs,
  );
  return { suspects, due: due.map(({ batchName }) => batchName) };
}
