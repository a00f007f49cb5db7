import type { BatchView } from '../../../../src/simulator/gemini/batches/batch.ts';
import { signalOf, wasLeft } from '../../checker/analyses.ts';
import type { Violation } from '../../checker/violation.ts';
import type { DevEvidence } from '../evidence.ts';
import { answersOf, type Chain, chainsOf, isTouched } from './chains.ts';

const maxSubmissions = 6;

/**
 * What operators do to a request brings the person no second answer and no second paid job: not a reset, not a cancel, and
 * a terminated run is apologised for.
 */
export function checkOperated(evidence: DevEvidence): Violation[] {
  return chainsOf(evidence)
    .filter(isTouched)
    .flatMap((chain) => [
      ...[...saidAgain(evidence, chain), ...leftInSilence(evidence, chain)].map((what) => ({
        promise: 'one final answer',
        what: `${nameOf(chain)}: ${what}`,
      })),
      ...paidAgain(evidence, chain).map((what) => ({ promise: 'one paid job', what: `${nameOf(chain)}: ${what}` })),
    ]);
}

const nameOf = ({ owner, chat, deeds }: Chain) =>
  `analysis ${owner.slice(0, 8)} of chat ${chat} (${deeds.map(({ kind }) => kind).join(', ')})`;

function saidAgain(evidence: DevEvidence, chain: Chain): string[] {
  const answers = answersOf(evidence, chain);
  const ofKind = (kind: string) => answers.filter((answer) => answer.kind === kind);
  const [report] = ofKind('report');
  return [
    ...(['report', 'apology'] as const).flatMap((kind) => {
      const { length } = ofKind(kind);
      return length > 1 ? [`the ${kind} was said ${length} times`] : [];
    }),
    ...ofKind('unknown key').map(() => 'an answer was pushed under a key of its own'),
    ...ofKind('apology').flatMap(({ atMs }) => (report && atMs > report.atMs ? ['apologised after the report'] : [])),
  ];
}

/** How the last run of a request ended decides what the person must have got. */
function leftInSilence(evidence: DevEvidence, chain: Chain): string[] {
  const last = chain.runs.at(-1);
  if (!last || last.runId !== chain.refs.at(-1)?.runId) return [];
  const { story, held } = evidence;
  if (last.status === 'running') return held.has(last.runId) ? [] : ['it still runs at the end of the story'];
  const isOver = chain.runs.some((run) => signalOf(run, 'cancelByUser') ?? signalOf(run, 'chatLeft'));
  if (isOver || story.quota || wasLeft(evidence, chain.chat)) return [];
  const swept = evidence.sweeps.some(({ aheadMs, result }) => aheadMs > 0 && result);
  if (last.status === 'terminated' && !swept) return [];
  return answersOf(evidence, chain).length > 0 ? [] : [`it ended as ${last.status}, and nothing was said`];
}

function paidAgain(evidence: DevEvidence, chain: Chain): string[] {
  const jobs = jobsOf(evidence, chain.owner);
  const paid = jobs.filter(({ state }) => state === 'SUCCEEDED');
  const strange = chain.refs.filter(({ runId }) => runId !== chain.owner && jobsOf(evidence, runId).length > 0);
  return [
    ...(paid.length > 1 && !mayPayTwice(evidence, chain) ? [`${paid.length} jobs were paid`] : []),
    ...strange.map(({ runId }) => `run ${runId.slice(0, 8)} had a job of its own`),
  ];
}

/** A result that Google has lost is asked for again; a reset into the midst of a create cannot see what is on its way. */
function mayPayTwice({ director }: DevEvidence, { runs, deeds }: Chain): boolean {
  const lost = director.struck().some(({ kind }) => kind === 'output-gone');
  return (
    lost ||
    deeds.some(({ kind, run }) => kind === 'reset' && wasCreating(runs.find(({ runId }) => runId === run.runId)))
  );
}

function wasCreating(run: Chain['runs'][number] | undefined): boolean {
  const events = run?.events ?? [];
  const creates = events.filter(({ type, name }) => type === 'activityTaskScheduled' && name === 'createBatch');
  const ended = new Set(
    events.filter(({ type }) => type.startsWith('activityTask')).map((one) => one.scheduledEventId),
  );
  return run?.status === 'terminated' && creates.some(({ id }) => !ended.has(id));
}

/** The jobs that are named after a run. */
export function jobsOf({ batches, digests }: DevEvidence, runId: string): BatchView[] {
  const names = new Set(Array.from({ length: maxSubmissions }, (_, i) => digests.batchDisplayName(runId, i + 1)));
  return batches.filter(({ displayName = '' }) => names.has(displayName));
}
