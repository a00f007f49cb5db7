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
 *   the run goes on in one that a reset made, or it is gone.
 */
export async function readUnanswered(client: Client, run: RunId): Promise<UnansweredRequest | undefined> {
  const events = await readEvents(client, run);
  const started = events.find((event) => event.workflowExecutionStartedEventAttributes);
  const attributes = started?.workflowExecutionStartedEventAttributes;
  if (!attributes || wasEndedByPerson(events)) return undefined;
  const answer = await answerIn(client, events);
  if (answer.arrived === 'yes' || (await wasReplacedOrDeleted(client, run))) return undefined;
  const earlier = await earlierAnswerIn(client, run.workflowId, events);
  if (earlier === 'report') return undefined;
  return {
    input: await decodeFirst<AnalysisInput>(client, attributes.input?.payloads),
    ownerRunId: attributes.originalExecutionRunId ?? run.runId,
    startedAtMs: Number(started?.eventTime?.seconds ?? 0) * 1000,
    kind: kindThatTells(answer, earlier),
  };
}

/** The server ends a run that is reset as it ends a terminated one; one that is deleted cannot be described. */
async function wasReplacedOrDeleted(client: Client, execution: RunId): Promise<boolean> {
  const { namespace } = client.options;
  const described = await ifThere(() => client.workflowService.describeWorkflowExecution({ namespace, execution }));
  return !described || Boolean(described.workflowExtendedInfo?.resetRunId);
}

function wasEndedByPerson(events: HistoryEvent[]): boolean {
  return events.some(({ workflowExecutionSignaledEventAttributes: signal }) => endings.has(signal?.signalName ?? ''));
}

/** An answer that was on its way has its own retry key, which tells LINE that it came after all. */
function kindThatTells({ kind, arrived }: AnswerInHistory, earlier: EarlierAnswer): UnansweredRequest['kind'] {
  if (arrived === 'perhaps') return kind;
  return earlier === 'perhaps-report' ? 'report' : 'apology';
}
