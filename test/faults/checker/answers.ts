import { z } from 'zod';
import { nextQuotaMonthMs } from '../../../src/workflows/decisions.ts';
import type { Evidence, Run } from '../evidence.ts';
import { analysesOf, answering, chatOf, inputOf, nameOf, nearbysOf, shownBy, signalOf, wasLeft } from './analyses.ts';
import { isOpenAt } from './month-turn.ts';
import type { Violation } from './violation.ts';

const promise = 'one final answer';

/** Every accepted request ends in exactly one final answer, unless the person cancelled or left; nobody is left in silence. */
export function checkAnswers(evidence: Evidence): Violation[] {
  return [
    ...evidence.history.flatMap(unfinished),
    ...analysesOf(evidence).flatMap((run) => answersOfAnalysis(evidence, run)),
    ...nearbysOf(evidence).flatMap((run) => answersOfNearby(evidence, run)),
    ...twins(evidence),
    ...saidTwice(evidence),
  ].map((what) => ({ promise, what }));
}

/** A signal that comes while the last command is under way has the server ask for the task again: that is no failure. */
const askedAgain = 'WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND';

function unfinished(run: Run): string[] {
  const failedTask = run.events.find(({ type, name }) => type === 'workflowTaskFailed' && name !== askedAgain);
  return [
    ...(failedTask ? [`${nameOf(run)}: a workflow task failed at event ${failedTask.id}: ${failedTask.name}`] : []),
    ...(run.status === 'running' ? [`${nameOf(run)} still runs at the end of the story`] : []),
    ...(run.status === 'terminated' || run.status === 'timedOut' ? [`${nameOf(run)} ended as ${run.status}`] : []),
  ];
}

function answersOfAnalysis(evidence: Evidence, run: Run): string[] {
  const answers = shownBy(evidence, run).filter(({ activity }) => answering.has(activity ?? ''));
  const count = answers.length;
  const name = nameOf(run);
  if (count > 1) return [`${name} answered ${count} times`];
  switch (run.status) {
    case 'completed':
      return count === 1 ? [] : [`${name} completed, and nothing was said`];
    case 'failed':
      if (run.failureType === 'Undelivered') return count === 0 ? undelivered(evidence, run) : [];
      return count === 1 ? [] : [`${name} failed as ${run.failureType}, and nothing was said`];
    default:
      return [];
  }
}

/** Only LINE's refusal for good, or a person who has left, may keep an answer from its chat. */
function undelivered(evidence: Evidence, run: Run): string[] {
  if (!wasLeft(evidence, chatOf(evidence, run)) && !evidence.story.quota) return [`${nameOf(run)} ended undelivered`];
  const asked = signalOf(run, 'heldWanted');
  if (!asked && couldBePushedLater(evidence, run))
    return [`${nameOf(run)} ended undelivered, though the new month had room for it`];
  const served = run.events.some(
    ({ type, name, id }) => type === 'activityTaskScheduled' && name === 'replyPlan' && id > (asked?.id ?? 0),
  );
  return asked && !served ? [`${nameOf(run)} held an answer, was asked for it, and gave nothing`] : [];
}

/** The month turned while the answer was held, nobody had left, and the new month's quota was enough for all that waited. */
function couldBePushedLater({ history, story, ...evidence }: Evidence, run: Run): boolean {
  const turnMs = nextQuotaMonthMs(evidence.startedAtMs);
  const waiting = history.filter((one) => isOpenAt(one, turnMs));
  const left = evidence.steps.some(({ text }) => text === 'blocks the bot');
  return isOpenAt(run, turnMs) && !left && waiting.length <= (story.quota?.pushes ?? 0);
}

const nearbyResult = z.looseObject({ delivery: z.string() });

function answersOfNearby(evidence: Evidence, run: Run): string[] {
  const answers = shownBy(evidence, run);
  const name = nameOf(run);
  const { delivery } = nearbyResult.safeParse(run.result).data ?? {};
  const most = mayHaveRepliedToo(run, delivery) ? 2 : 1;
  if (answers.length > most) return [`${name} answered ${answers.length} times`];
  // Without a reply token and without quota, nothing can be said at all.
  if (run.status === 'failed') return evidence.story.quota ? [] : [`${name} failed: ${run.failureType}`];
  if (delivery !== undefined && answers.length === 0) return [`${name} says "${delivery}", and nothing was said`];
  return [];
}

/**
 * Nobody knew whether the reply had arrived, so the restaurants were pushed as well. A run that was ended during that push,
 * for the person had left, has no result to say so.
 */
function mayHaveRepliedToo({ status, events }: Run, delivery: string | undefined): boolean {
  const isPushing = events.some(({ type, name }) => type === 'activityTaskScheduled' && name === 'pushChoices');
  return delivery === 'unclear' || (status === 'canceled' && isPushing);
}

/** Two taps, or one that is delivered twice, start one analysis at a time. */
function twins(evidence: Evidence): string[] {
  const runs = analysesOf(evidence);
  return runs.flatMap((run, index) =>
    runs.slice(0, index).flatMap((earlier) => {
      const [a, b] = [inputOf(earlier), inputOf(run)];
      const samePlaces = placesKey(a.places) === placesKey(b.places) && a.chat.key === b.chat.key;
      const overlap =
        run.startedAtMs < (earlier.closedAtMs ?? Infinity) && earlier.startedAtMs < (run.closedAtMs ?? Infinity);
      return [
        ...(samePlaces && overlap ? [`${nameOf(earlier)} and ${nameOf(run)} run at once for the same places`] : []),
        ...(a.webhookEventId === b.webhookEventId ? [`the event ${a.webhookEventId} started two analyses`] : []),
      ];
    }),
  );
}

const placesKey = (places: { placeId: string }[] | undefined) =>
  (places ?? [])
    .map(({ placeId }) => placeId)
    .toSorted()
    .join();

/** The same messages pushed to one chat by one run, whatever the retry key. */
function saidTwice({ shown }: Evidence): string[] {
  const seen = new Set<string>();
  return shown.flatMap(({ route, runId, chat, items, retryKey }) => {
    if (route !== 'push') return [];
    const keyless = retryKey === undefined ? [`a push to chat ${chat} went out without a retry key`] : [];
    const key = `${runId}:${chat}:${JSON.stringify(items.map(({ message }) => message))}`;
    if (seen.has(key)) return [...keyless, `the same push was said twice in chat ${chat}`];
    seen.add(key);
    return keyless;
  });
}
