import type { Report } from '../report/report.ts';
import type { Language, SendPlan } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { reportPlan } from './report-plan.ts';

/** Renders reports that did not all come from the batch; the result in history is what will be sent. */
export async function renderReport(
  dependencies: ActivityDependencies,
  input: { reports: Report[]; language: Language },
): Promise<SendPlan> {
  return reportPlan(dependencies, input.reports, input.language);
}
