import type { BatchView } from '../../../src/simulator/gemini/batches/batch.ts';
import type { Evidence, Run } from '../evidence.ts';
import { analysesOf, nameOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'one paid job';
const maxSubmissions = 6;
/** What the simulator calls a job that turns out not to be ours. */
const foreignJobName = 'the-job-of-somebody-else';

/** One batch job for each submission is left to run; jobs whose run has ended without them are cancelled. */
export function checkPaid(evidence: Evidence): Violation[] {
  const owners = new Map(
    analysesOf(evidence).flatMap((run) =>
      Array.from({ length: maxSubmissions }, (_, i): [string, Run] => [
        evidence.digests.batchDisplayName(run.runId, i + 1),
        run,
      ]),
    ),
  );
  const byName = Map.groupBy(evidence.batches, (batch) => batch.displayName ?? '');
  return [...byName]
    .flatMap(([displayName, jobs]) => {
      const owner = owners.get(displayName);
      // A job that turned out to be somebody else's is not to be touched.
      if (!owner) return displayName === foreignJobName ? [] : [`the job ${displayName} belongs to no run`];
      return [...doubled(owner, jobs), ...jobs.flatMap((job) => leftToRun(owner, job))];
    })
    .map((what) => ({ promise, what }));
}

/** Two jobs of one name that both were paid to their end. */
function doubled(owner: Run, jobs: BatchView[]): string[] {
  const paid = jobs.filter(({ state }) => state === 'SUCCEEDED');
  const live = jobs.filter(({ endedAtMs }) => endedAtMs === undefined);
  return [
    ...(paid.length > 1 ? [`${nameOf(owner)}: ${paid.length} jobs of one submission were paid`] : []),
    ...(live.length > 0 ? [`${nameOf(owner)}: ${live.length} jobs still run at the end of the story`] : []),
  ];
}

/** A job that went on after its run had ended; a cancel that Gemini did not take for minutes is left to the sweep. */
function leftToRun(owner: Run, job: BatchView): string[] {
  if (owner.closedAtMs === undefined) return [];
  const ranOnMs = (job.endedAtMs ?? Infinity) - owner.closedAtMs;
  if (ranOnMs <= 2000 || undoFailed(owner)) return [];
  return [`${nameOf(owner)} has ended, and its job ran on for ${Math.round(ranOnMs / 1000)} s (${job.state})`];
}

/** Whether the undo was tried and given up. */
function undoFailed(run: Run): boolean {
  const ids = new Set(
    run.events
      .filter(({ type, name }) => type === 'activityTaskScheduled' && name === 'cancelBatch')
      .map(({ id }) => id),
  );
  return run.events.some(
    ({ type, scheduledEventId }) =>
      (type === 'activityTaskFailed' || type === 'activityTaskTimedOut') && ids.has(scheduledEventId),
  );
}
