import type { Evidence, Run } from '../evidence.ts';
import { analysesOf, answering, nameOf, shownBy, signalOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'a cancel is kept';

/**
 * No answer begins to be sent after a cancel was accepted or the chat was left, and a run that was cancelled in time ends
 * as cancelled.
 */
export function checkCancels(evidence: Evidence): Violation[] {
  return analysesOf(evidence)
    .flatMap((run) => [...cancelsOf(evidence, run, 'cancelByUser'), ...cancelsOf(evidence, run, 'chatLeft')])
    .map((what) => ({ promise, what }));
}

function cancelsOf(evidence: Evidence, run: Run, signal: 'cancelByUser' | 'chatLeft'): string[] {
  const cancel = signalOf(run, signal);
  if (!cancel) return [];
  const scheduled = run.events.filter((event) => event.type === 'activityTaskScheduled' && answering.has(event.name));
  // From the scheduling of the push on, a cancel comes too late.
  if (scheduled.some((event) => event.id < cancel.id)) return [];
  const begun = scheduled.find((event) => event.id > cancel.id);
  const said = shownBy(evidence, run).filter(({ activity }) => answering.has(activity ?? ''));
  const { status } = run;
  return [
    ...(begun ? [`${nameOf(run)}: ${begun.name} was begun at event ${begun.id}, after ${signal} at ${cancel.id}`] : []),
    ...(said.length > 0 ? [`${nameOf(run)}: an answer arrived after ${signal}`] : []),
    ...(status === 'canceled' || status === 'running' ? [] : [`${nameOf(run)} got ${signal} and ended as ${status}`]),
  ];
}
