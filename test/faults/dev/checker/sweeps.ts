import type { Violation } from '../../checker/violation.ts';
import type { DevEvidence } from '../evidence.ts';
import type { Sweep } from '../play.ts';
import { type Chain, chainsOf } from './chains.ts';
import { jobsOf } from './operated.ts';

const promise = 'the sweep takes what is lost';

/** A sweep cancels no job that somebody waits for, apologises for no run that goes on, and leaves no job behind. */
export function checkSweeps(evidence: DevEvidence): Violation[] {
  const chains = chainsOf(evidence);
  const sweptAtEnd = evidence.sweeps.filter(({ aheadMs, result }) => aheadMs > 0 && result);
  const live = evidence.batches.filter(({ endedAtMs }) => endedAtMs === undefined);
  return [
    ...evidence.sweeps.flatMap((sweep) => [
      ...wronglyCancelled(evidence, chains, sweep),
      ...wronglyApologised(chains, sweep),
    ]),
    // The second sweep cancels what the first one found.
    ...(sweptAtEnd.length > 1 ? live.map(({ name }) => `the job ${name} still runs after the sweep`) : []),
  ].map((what) => ({ promise, what }));
}

function wronglyCancelled(evidence: DevEvidence, chains: Chain[], { aheadMs, result, atMs }: Sweep): string[] {
  return (result?.orphans ?? []).flatMap((name) => {
    if (aheadMs === 0) return [`the young job ${name} was cancelled`];
    const chain = chains.find(({ owner }) => jobsOf(evidence, owner).some((job) => job.name === name));
    const last = chain?.runs.at(-1);
    const wasOpen = last !== undefined && (last.closedAtMs ?? Infinity) > atMs;
    return wasOpen ? [`the job ${name} was cancelled while its run was open`] : [];
  });
}

/** What an operator did last to a run that a sweep takes for unanswered must have been to terminate it. */
function wronglyApologised(chains: Chain[], { result, atMs, endedAtMs }: Sweep): string[] {
  return (result?.unanswered ?? []).flatMap((workflowId) => {
    const wasTerminated = chains.some(({ refs, deeds }) => {
      if (refs[0]?.workflowId !== workflowId) return false;
      const last = deeds.findLast(({ kind, atMs: at }) => at < atMs && (kind === 'terminate' || kind === 'reset'));
      const meanwhile = deeds.some(({ kind, atMs: at }) => kind === 'terminate' && at >= atMs && at <= endedAtMs);
      return last?.kind === 'terminate' || meanwhile;
    });
    return wasTerminated ? [] : [`${workflowId} was taken for unanswered, and nobody terminated it`];
  });
}
