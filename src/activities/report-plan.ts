import { activityInfo } from '@temporalio/activity';
import { reportMessages } from '../report/flex.ts';
import type { Answer } from '../workflows/comparison.ts';
import type { Language, SendPlan } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** The messages of an answer, with the link to its page. */
export function reportPlan({ names, publicUrl }: ActivityDependencies, answer: Answer, language: Language): SendPlan {
  const { workflowId, runId } = activityInfo().workflowExecution ?? {};
  const pageUrl =
    publicUrl && workflowId && runId ? `${publicUrl}/r/${names.sealText(`${workflowId} ${runId}`)}` : undefined;
  return { messages: reportMessages({ ...answer, language, pageUrl }) };
}
