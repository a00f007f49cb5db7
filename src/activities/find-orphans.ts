import { setTimeout as sleep } from 'node:timers/promises';
import { activityInfo, log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Suspect } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies, Runs } from './dependencies.ts';
import { callGemini } from './failures.ts';
import { judgeSuspects, orphansAmong, unawaited } from './orphans.ts';
import { maySpend } from './own-batches.ts';

/** No job lives longer than this. */
const jobLifeMs = 48 * 60 * 60_000;
/** A run that made a job that is alive started within this time: it may wait for patience before it asks for one. */
const runsOfJobsMs = 7 * 24 * 60 * 60_000;

/** The index shows a run a moment after its start; this sweep's own is its canary. */
const canaryLooks = 20;
const canaryPauseMs = 500;

/**
 * Looks for batch jobs of this installation that no open run names.
 *
 * @returns the suspects of this sweep, and those that the last sweep suspected too, long enough ago, to be cancelled.
 * @throws ApplicationFailure `IndexBehind` when the index does not show this sweep's own run: what it does not show proves
 *   nothing.
 */
export async function findOrphans(
  { gemini, names, runs }: ActivityDependencies,
  input: { nowMs: number; orphanAfterMs: number },
): Promise<{ suspects: Suspect[]; due: string[]; skipped: number }> {
  const signal = attemptSignal();
  await requireFreshIndex(runs, signal);
  const wants = (displayName: string) => names.ownershipOf(displayName) !== 'foreign';
  const search = { wants, createdAfterMs: input.nowMs - jobLifeMs };
  const live = (await callGemini(() => gemini.findBatches(search, { signal }))).filter(maySpend);
  if (live.length === 0) return { suspects: [], due: [], skipped: 0 };
  const open = await runs.analyses('open');
  const skipped = open.filter(({ isReadable }) => !isReadable).length;
  if (skipped > 0) log.warn('Runs on our task queue cannot be read', { runs: skipped });
  const candidates = unawaited(names, live, open);
  if (candidates.length === 0) return { suspects: [], due: [], skipped };
  const all = await runs.analyses({ startedAfterMs: input.nowMs - runsOfJobsMs });
  const orphans = orphansAmong(names, candidates, { open, all });
  const found = orphans.map(({ batchName }) => batchName);
  return { ...judgeSuspects(await runs.lastSuspects(), found, input), skipped };
}

async function requireFreshIndex(runs: Runs, signal: AbortSignal): Promise<void> {
  const { workflowExecution: canary } = activityInfo();
  for (let look = 0; look < canaryLooks; look++) {
    if (canary && (await runs.isIndexed(canary))) return;
    await sleep(canaryPauseMs, undefined, { signal });
  }
  throw ApplicationFailure.create({
    type: 'IndexBehind',
    message: 'The index does not show this sweep, so nothing follows from what it does not show',
    nonRetryable: true,
  });
}
