import type { Evidence, Run } from '../evidence.ts';
import { analysesOf, answering, nameOf, shownBy, signalOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'a cancel is kept';

/** No answer begins to be sent after a cancel was accepted, and a run that was cancelled in time ends as cancelled. */
export function checkCancels(evidence: Evidence): Violation[] {
  return analysesOf(evidence)
    .flatMap((run) => cancelsOf(evidence, run))
    .map((what) => ({ promise, what }));
}

function cancelsOf(evidence: Evidence, run: Run): string[] {
  const cancel = signalOf(run, 'cancelByUser');
  if (!cancel) return [];
  const scheduled = run.events.filter((event) => event.type === 'activityTaskScheduled' && answering.has(event.name));
  // From the scheduling of the push on, a cancel comes too late.
  if (scheduled.some((event) => event.id < cancel.id)) return [];
  const begun = scheduled.find((event) => event.id > cancel.id);
  const said = shownBy(evidence, run).filter(({ activity }) => answering.has(activity ?? ''));
  const { status } = run;
  return [
    ...(begun
      ? [`${nameOf(run)}: ${begun.name} was begun at event ${begun.id}, after the cancel at ${cancel.id}`]
      : []),
    ...(said.length > 0 ? [`${nameOf(run)}: an answer arrived after the cancel`] : []),
    ...(status === 'canceled' || status === 'running' ? [] : [`${nameOf(run)} was cancelled and ended as ${status}`]),
  ];
}
