import { activityInfo } from '@temporalio/activity';
import { lineLimits } from '../line/limits.ts';
import { missingMessages } from '../line/messages/missing.ts';
import { reportMessages } from '../report/flex.ts';
import type { Answer } from '../workflows/comparison.ts';
import type { Language, MissingPlace, SendPlan } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** An answer with what it lacks; inputs of version 1 do not tell. */
export type PartialAnswer = Answer & { missing?: MissingPlace[]; nearbyEventId?: string };

/**
 * The messages of an answer, with the link to its page, and what it lacks with buttons to ask for that. The link names the
 * first run of the request, from which the page finds the one that has the report, whatever resets have made of it.
 *
 * @param of.ownerRunId id of that first run; runs of version 1 do not say it, and name the run of the moment.
 */
export function reportPlan(
  { names, publicUrl }: ActivityDependencies,
  { missing = [], nearbyEventId, ...answer }: PartialAnswer,
  { language, ownerRunId }: { language: Language; ownerRunId?: string },
): SendPlan {
  const { workflowId, runId } = activityInfo().workflowExecution ?? {};
  const namedRunId = ownerRunId ?? runId;
  const pageUrl =
    publicUrl && workflowId && namedRunId
      ? `${publicUrl}/r/${names.sealText(`${workflowId} ${namedRunId}`, 'report-link')}`
      : undefined;
  const shown = missing.flatMap(({ place, index, reason }) =>
    nearbyEventId === undefined
      ? []
      : [{ place, reason, target: { nearbyEventId, index, placeKey: names.placesKey([place.placeId]) } }],
  );
  const messages = [
    ...reportMessages({ ...answer, language, pageUrl }),
    ...missingMessages({ language, missing: shown }),
  ];
  return { messages: messages.slice(0, lineLimits.messagesPerSend) };
}
