import { nextQuotaMonthMs } from '../../../src/workflows/decisions.ts';
import type { Evidence, Run } from '../evidence.ts';
import { analysesOf, nameOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'one final answer';

/** An answer that LINE's monthly quota kept back, and that nobody asked for, is pushed when LINE's month has turned. */
export function checkMonthTurn(evidence: Evidence): Violation[] {
  const turnMs = nextQuotaMonthMs(evidence.startedAtMs);
  return analysesOf(evidence)
    .filter((run) => isOpenAt(run, turnMs) && isHeldForQuota(run, turnMs) && !wasAskedFor(run, turnMs))
    .filter((run) => !pushesAfter(run, turnMs))
    .map((run) => ({ promise, what: `${nameOf(run)} was held, and not pushed when the month turned` }));
}

/** Whether a run was open when the month turned. */
export const isOpenAt = ({ startedAtMs, closedAtMs = Infinity }: Run, turnMs: number) =>
  startedAtMs < turnMs && closedAtMs > turnMs;

/** The last that was heard of a push before the month turned: LINE has no more of them this month. */
function isHeldForQuota({ events }: Run, turnMs: number): boolean {
  const pushes = new Set(events.filter(isPush).map(({ id }) => id));
  const ends = events.filter(({ scheduledEventId, atMs }) => pushes.has(scheduledEventId) && atMs < turnMs);
  return ends.at(-1)?.failureType === 'LineMonthlyQuota';
}

const wasAskedFor = ({ events }: Run, turnMs: number) =>
  events.some(({ type, name, atMs }) => type === 'workflowExecutionSignaled' && name === 'heldWanted' && atMs < turnMs);

const pushesAfter = ({ events }: Run, turnMs: number) => events.some((event) => isPush(event) && event.atMs >= turnMs);

const isPush = ({ type, name }: Run['events'][number]) => type === 'activityTaskScheduled' && name === 'pushReport';
