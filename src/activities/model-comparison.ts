import type { ModelAnswer } from '../gemini/answer.ts';
import { checkedComparison } from '../report/comparison-check.ts';
import { parseModelComparison } from '../report/comparison-schema.ts';
import type { Comparison } from '../report/report.ts';
import type { CollectedPlace } from '../workflows/contract.ts';
import { answerText, type TellUnusable } from './model-answer.ts';

/**
 * A checked comparison from a model's answer; undefined when it is blocked, has no member of our form, or nothing stays.
 * Of one that was cut off the claims that came whole are taken.
 */
export function comparisonFrom(
  collected: CollectedPlace[],
  answer: ModelAnswer,
  tellUnusable?: TellUnusable,
): Comparison | undefined {
  const text = answerText(answer);
  if (text === undefined) return undefined;
  const modelComparison = parseModelComparison(text, (droppedClaims) => tellUnusable?.({ droppedClaims }));
  if (!modelComparison) return undefined;
  const comparison = checkedComparison({ modelComparison, reviews: collected.map(({ reviews }) => reviews) });
  if (comparison.claims.length > 0) return comparison;
  tellUnusable?.(comparison);
  return undefined;
}
