import type { Answer } from '../workflows/comparison.ts';
import type { Language, SendPlan } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { reportPlan } from './report-plan.ts';

/** Renders an answer that did not all come from the batch; the result in history is what will be sent. */
export async function renderReport(
  dependencies: ActivityDependencies,
  { language, ownerRunId, ...answer }: Answer & { language: Language; ownerRunId?: string },
): Promise<SendPlan> {
  return reportPlan(dependencies, answer, { language, ownerRunId });
}
