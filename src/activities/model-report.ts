import type { ModelAnswer } from '../gemini/answer.ts';
import { checkedReport, isEmptyReport } from '../report/grounding-check.ts';
import type { Report } from '../report/report.ts';
import { parseModelReport } from '../report/schema.ts';
import type { CollectedPlace } from '../workflows/contract.ts';

/** A checked report from a model's answer; undefined when it is blocked, cut off, not of our form, or nothing stays. */
export function reportFrom(collected: CollectedPlace, answer: ModelAnswer): Report | undefined {
  if (answer.kind !== 'text') return undefined;
  const modelReport = parseModelReport(answer.text);
  if (!modelReport) return undefined;
  const report = checkedReport({ modelReport, ...collected });
  return isEmptyReport(report) ? undefined : report;
}
