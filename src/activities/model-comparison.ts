import type { ModelAnswer } from '../gemini/answer.ts';
import { checkedComparison } from '../report/comparison-check.ts';
import { parseModelComparison } from '../report/comparison-schema.ts';
import type { Comparison } from '../report/report.ts';
import type { CollectedPlace } from '../workflows/contract.ts';

/** A checked comparison from a model's answer; undefined when it is blocked, cut off, has no member of our form, or nothing stays. */
export function comparisonFrom(collected: CollectedPlace[], answer: ModelAnswer): Comparison | undefined {
  if (answer.kind !== 'text') return undefined;
  const modelComparison = parseModelComparison(answer.text);
  if (!modelComparison) return undefined;
  const comparison = checkedComparison({ modelComparison, reviews: collected.map(({ reviews }) => reviews) });
  return comparison.claims.length > 0 ? comparison : undefined;
}
