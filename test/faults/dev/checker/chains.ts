import { z } from 'zod';
import { analysesOf, answering } from '../../checker/analyses.ts';
import type { Run } from '../../evidence.ts';
import type { Shown } from '../../play.ts';
import type { RunRef } from '../../visibility.ts';
import { chatOfRun, type DevEvidence, ownerOf } from '../evidence.ts';
import type { Deed } from '../operators.ts';

/** One request for an analysis: the run that it started, and those that operators made of it by resets, oldest first. */
export type Chain = {
  owner: string;
  chat: number;
  refs: RunRef[];
  /** Those of which there is a history. */
  runs: Run[];
  deeds: Deed[];
};

/** What appeared in the chat as the answer to a request. */
export type Answer = { atMs: number; kind: 'report' | 'apology' | 'reply' | 'unknown key'; shown: Shown };

/** Every request for an analysis of a story. */
export function chainsOf(evidence: DevEvidence): Chain[] {
  const analyses = evidence.known.filter(({ workflowId }) => workflowId.startsWith('analysis:'));
  const runs = new Map(analysesOf(evidence).map((run) => [run.runId, run]));
  return [...Map.groupBy(analyses, ({ runId }) => ownerOf(evidence, runId))].flatMap(([owner, unsorted]) => {
    const [first] = unsorted;
    const chat = first && chatOfRun(evidence, first);
    if (chat === undefined) return [];
    const order = [owner, ...evidence.deeds.flatMap(({ made }) => (made ? [made.runId] : []))];
    const refs = unsorted.toSorted((a, b) => order.indexOf(a.runId) - order.indexOf(b.runId));
    const ids = new Set(refs.map(({ runId }) => runId));
    const deeds = evidence.deeds.filter(({ run }) => ids.has(run.runId));
    return [{ owner, chat, refs, runs: refs.flatMap(({ runId }) => runs.get(runId) ?? []), deeds }];
  });
}

/** Whether an operator changed the course of a request. */
export const isTouched = ({ deeds }: Chain) => deeds.some(({ kind }) => kind !== 'delete');

const aboutRun = z.object({ runId: z.string() });

/** The run that a late apology is about. */
export function apologisedFor({ type, input }: Run): string | undefined {
  return type === 'lateApology' ? aboutRun.safeParse(input).data?.runId : undefined;
}

/** What the person got as the answer, oldest first: by the run, by one made of it, or by an apology that came later. */
export function answersOf({ shown, digests, history }: DevEvidence, { owner, refs, chat }: Chain): Answer[] {
  const own = new Set(refs.map(({ runId }) => runId));
  const late = history.filter((run) => own.has(apologisedFor(run) ?? '')).map(({ runId }) => runId);
  const ids = new Set([...own, ...late]);
  const [report, apology] = [digests.retryKey(owner, 'report'), digests.retryKey(owner, 'apology')];
  return shown.flatMap((one): Answer[] => {
    const { retryKey, route, runId = '', activity = '', atMs } = one;
    if (one.chat !== chat) return [];
    if (retryKey === report) return [{ atMs, kind: 'report', shown: one }];
    if (retryKey === apology) return [{ atMs, kind: 'apology', shown: one }];
    if (!ids.has(runId) || !answering.has(activity)) return [];
    return [{ atMs, kind: route === 'push' ? 'unknown key' : 'reply', shown: one }];
  });
}
