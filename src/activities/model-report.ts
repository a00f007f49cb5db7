import type { ModelAnswer } from '../gemini/answer.ts';
import { claimSections, claimsOf } from '../report/claims.ts';
import { checkedReport, isEmptyReport, isUsableCutReport } from '../report/grounding-check.ts';
import type { Claim, Report } from '../report/report.ts';
import { type ModelReport, parseModelReport } from '../report/schema.ts';
import type { CollectedPlace } from '../workflows/contract.ts';
import { answerText, type TellUnusable } from './model-answer.ts';

/**
 * A checked report from a model's answer; undefined when it is blocked, without a member of our form, or nothing stays.
 * Of one that was cut off, what came whole is taken if it is enough.
 *
 * @param ownNumber turns a number that the model was given into the source's own; undefined for one of another place.
 */
export function reportFrom(
  collected: CollectedPlace,
  answer: ModelAnswer,
  ownNumber: (cited: number) => number | undefined = (cited) => cited,
  tellUnusable?: TellUnusable,
): Report | undefined {
  const text = answerText(answer);
  if (text === undefined) return undefined;
  const modelReport = parseModelReport(text);
  if (!modelReport) {
    tellUnusable?.({ droppedClaims: 0 });
    return undefined;
  }
  const report = checkedReport({ modelReport: underOwnNumbers(modelReport, ownNumber), ...collected });
  if (answer.kind === 'cut-off' ? isUsableCutReport(report) : !isEmptyReport(report)) return report;
  tellUnusable?.({ droppedClaims: report.droppedClaims + claimsOf(report).length });
  return undefined;
}

/** No source has this number, so that the check drops and counts what cites it. */
const noSource = 0;

function underOwnNumbers(modelReport: ModelReport, ownNumber: (cited: number) => number | undefined): ModelReport {
  const renumbered = ({ text, sources }: Claim) => ({ text, sources: sources.map((n) => ownNumber(n) ?? noSource) });
  const sections = claimSections.map((section) => [section, modelReport[section].map(renumbered)] as const);
  const { verdict } = modelReport;
  return { ...modelReport, verdict: verdict && renumbered(verdict), ...Object.fromEntries(sections) };
}
