import type { Violation } from '../../checker/violation.ts';
import { askedAt, chatOfRun, type DevEvidence, type Forgetting, forgotten, mustBeGone } from '../evidence.ts';
import { apologisedFor } from './chains.ts';
import { jobsOf } from './operated.ts';

const promise = 'what is forgotten is gone';
/** A push under way when somebody asks to be forgotten ends by itself. */
const underWayMs = 3000;

/** What was asked to be forgotten is gone from Temporal and Google, nothing more of it is said, and what came later stays. */
export function checkForgotten(evidence: DevEvidence): Violation[] {
  const gone = mustBeGone(evidence);
  return [
    ...gone
      .filter(({ runId }) => evidence.readable.has(runId))
      .map(({ workflowId }) => `the history of ${workflowId} can still be read`),
    ...gone
      .filter((run) => evidence.deeds.every(({ kind, run: { runId } }) => kind !== 'delete' || runId !== run.runId))
      .flatMap(({ runId }) =>
        jobsOf(evidence, runId).map(({ state }) => `a job of ${runId.slice(0, 8)} is still there (${state})`),
      ),
    ...evidence.forgettings.flatMap((forgetting) => [
      ...stillSaid(evidence, forgetting),
      ...leftovers(evidence, forgetting),
    ]),
    ...lostWithout(evidence, new Set(gone.map(({ runId }) => runId))),
  ].map((what) => ({ promise, what }));
}

/** Answers whose sending began after the bot had looked for what it must stop. */
function stillSaid(evidence: DevEvidence, forgetting: Forgetting): string[] {
  if (forgetting.scope.kind !== 'everything') return [];
  const { attempts, shown } = evidence;
  const looked = attempts.find(({ caller, outcome }) => caller.runId === forgetting.run.runId && outcome === 'done');
  if (!looked) return [];
  const ids = new Set(forgotten(evidence, forgetting).map(({ runId }) => runId));
  return shown.flatMap(({ runId = '', activity = '', atMs }) => {
    const first = attempts.find(({ caller }) => caller.runId === runId && caller.activity === activity);
    const wasUnderWay = !first || first.atMs < looked.atMs + underWayMs;
    return ids.has(runId) && atMs > looked.atMs && !wasUnderWay
      ? [`chat ${forgetting.chat} got ${activity} ${atMs - looked.atMs} ms after it was to be forgotten`]
      : [];
  });
}

/** Apologies for runs of the chat carry what the runs carried. */
function leftovers(evidence: DevEvidence, forgetting: Forgetting): string[] {
  if (forgetting.scope.kind !== 'everything') return [];
  const ids = new Set(forgotten(evidence, forgetting).map(({ runId }) => runId));
  return evidence.history
    .filter((run) => ids.has(apologisedFor(run) ?? '') && run.startedAtMs < forgetting.askedAtMs)
    .map(({ runId }) => `the apology ${runId.slice(0, 8)} of chat ${forgetting.chat} is still there`);
}

/** Runs that nobody asked to have deleted. */
function lostWithout(evidence: DevEvidence, gone: ReadonlySet<string>): string[] {
  return (
    evidence.known
      .filter((run) => chatOfRun(evidence, run) !== undefined)
      .filter(({ runId }) => !gone.has(runId) && !evidence.readable.has(runId))
      // Of an analysis that is gone nobody knows exactly when it was asked for.
      .filter(
        (run) =>
          run.workflowId.startsWith('nearby:') ||
          evidence.forgettings.every(({ askedAtMs }) => Math.abs(askedAt(evidence, run) - askedAtMs) > underWayMs),
      )
      .map(({ workflowId }) => `${workflowId} is gone, and nobody asked for that`)
  );
}
