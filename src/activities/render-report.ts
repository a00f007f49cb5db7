import type { Language, SendPlan } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { type PartialAnswer, reportPlan } from './report-plan.ts';

/** Renders an answer that did not all come from the batch; the result in history is what will be sent. */
export async function renderReport(
  dependencies: ActivityDependencies,
  { language, ownerRunId, ...answer }: PartialAnswer & { language: Language; ownerRunId?: string },
): Promise<SendPlan> {
  return reportPlan(dependencies, answer, { language, ownerRunId });
}
