import type { Client } from '@temporalio/client';
import type { AnalysisInput, EarlierAnswer, RunId, UnansweredRequest } from '../workflows/contract.ts';
import { type AnswerInHistory, answerIn, earlierAnswerIn } from './answer-in-history.ts';
import { decodeFirst, type HistoryEvent, ifThere, readEvents } from './run-history.ts';

/** Signals after which nobody waits for an answer. */
const endings = new Set(['cancelByUser', 'chatLeft']);

/**
 * What an analysis was asked for that was ended from outside, read from its history.
 *
 * @returns undefined when an answer was sent, also by an earlier run of the same request, the person had cancelled or left,
 *   the run goes on in one that a reset made, a newer one has taken its place, or it is gone.
 */
export async function readUnanswered(client: Client, run: RunId): Promise<UnansweredRequest | undefined> {
  const events = await readEvents(client, run);
  const started = events.find((event) => event.workflowExecutionStartedEventAttributes);
  const attributes = started?.workflowExecutionStartedEventAttributes;
  if (!attributes || wasEndedByPerson(events)) return undefined;
  const answer = await answerIn(client, events);
  if (answer.arrived === 'yes' || answer.arrived === 'perhaps-replied') return undefined;
  if (await isSuperseded(client, run)) return undefined;
  const earlier = await earlierAnswerIn(client, run.workflowId, events);
  if (earlier === 'report' || earlier === 'perhaps-replied') return undefined;
  return {
    input: await decodeFirst<AnalysisInput>(client, attributes.input?.payloads),
    ownerRunId: attributes.originalExecutionRunId ?? run.runId,
    startedAtMs: Number(started?.eventTime?.seconds ?? 0) * 1000,
    ...keyThatTells(answer, earlier),
  };
}

function wasEndedByPerson(events: HistoryEvent[]): boolean {
  return events.some(({ workflowExecutionSignaledEventAttributes: signal }) => endings.has(signal?.signalName ?? ''));
}

/**
 * Whether a newer run has taken the workflow id, since the person has asked again or the run was reset: that one answers, or
 * has an apology of its own. A run that is deleted is superseded too: nothing may be said of it.
 */
export async function isSuperseded(client: Client, { workflowId, runId }: RunId): Promise<boolean> {
  const { namespace } = client.options;
  const execution = { workflowId };
  const described = await ifThere(() => client.workflowService.describeWorkflowExecution({ namespace, execution }));
  return described?.workflowExecutionInfo?.execution?.runId !== runId;
}

/** An answer that was on its way has its own retry key, which tells LINE that it came after all. */
function keyThatTells(
  { kind, form, arrived }: AnswerInHistory,
  earlier: EarlierAnswer,
): Pick<UnansweredRequest, 'kind' | 'form' | 'maybeSentBefore'> {
  if (arrived === 'perhaps') return { kind, form, maybeSentBefore: true };
  if (earlier === 'perhaps-report') return { kind: 'report', form: 'formatted', maybeSentBefore: true };
  return { kind: 'apology', form: 'formatted', maybeSentBefore: false };
}
