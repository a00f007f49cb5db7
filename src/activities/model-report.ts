import type { ModelAnswer } from '../gemini/answer.ts';
import { claimSections } from '../report/claims.ts';
import { checkedReport, isEmptyReport } from '../report/grounding-check.ts';
import type { Claim, Report } from '../report/report.ts';
import { type ModelReport, parseModelReport } from '../report/schema.ts';
import type { CollectedPlace } from '../workflows/contract.ts';

/**
 * A checked report from a model's answer; undefined when it is blocked, cut off, without a member of our form, or nothing stays.
 *
 * @param ownNumber turns a number that the model was given into the source's own; undefined for one of another place.
 */
export function reportFrom(
  collected: CollectedPlace,
  answer: ModelAnswer,
  ownNumber: (cited: number) => number | undefined = (cited) => cited,
): Report | undefined {
  if (answer.kind !== 'text') return undefined;
  const modelReport = parseModelReport(answer.text);
  if (!modelReport) return undefined;
  const report = checkedReport({ modelReport: underOwnNumbers(modelReport, ownNumber), ...collected });
  return isEmptyReport(report) ? undefined : report;
}

/** No source has this number, so that the check drops and counts what cites it. */
const noSource = 0;

function underOwnNumbers(modelReport: ModelReport, ownNumber: (cited: number) => number | undefined): ModelReport {
  const renumbered = ({ text, sources }: Claim) => ({ text, sources: sources.map((n) => ownNumber(n) ?? noSource) });
  const sections = claimSections.map((section) => [section, modelReport[section].map(renumbered)] as const);
  const { verdict } = modelReport;
  return { ...modelReport, verdict: verdict && renumbered(verdict), ...Object.fromEntries(sections) };
}
