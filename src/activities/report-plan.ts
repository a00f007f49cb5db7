import { activityInfo } from '@temporalio/activity';
import { reportMessages } from '../report/flex.ts';
import type { Answer } from '../workflows/comparison.ts';
import type { Language, SendPlan } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/**
 * The messages of an answer, with the link to its page. The link names the first run of the request, from which the page
 * finds the one that has the report, whatever resets have made of it.
 *
 * @param of.ownerRunId id of that first run; runs of version 1 do not say it, and name the run of the moment.
 */
export function reportPlan(
  { names, publicUrl }: ActivityDependencies,
  answer: Answer,
  { language, ownerRunId }: { language: Language; ownerRunId?: string },
): SendPlan {
  const { workflowId, runId } = activityInfo().workflowExecution ?? {};
  const namedRunId = ownerRunId ?? runId;
  const pageUrl =
    publicUrl && workflowId && namedRunId
      ? `${publicUrl}/r/${names.sealText(`${workflowId} ${namedRunId}`, 'report-link')}`
      : undefined;
  return { messages: reportMessages({ ...answer, language, pageUrl }) };
}
