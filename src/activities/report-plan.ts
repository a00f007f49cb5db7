import { activityInfo } from '@temporalio/activity';
import { reportMessages } from '../report/flex.ts';
import type { Report } from '../report/report.ts';
import type { Language, SendPlan } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** The messages of the reports, with the link to their page. */
export function reportPlan(
  { names, publicUrl }: ActivityDependencies,
  reports: Report[],
  language: Language,
): SendPlan {
  const { workflowId, runId } = activityInfo().workflowExecution ?? {};
  const pageUrl =
    publicUrl && workflowId && runId ? `${publicUrl}/r/${names.sealText(`${workflowId} ${runId}`)}` : undefined;
  return { messages: reportMessages({ reports, language, pageUrl }) };
}
