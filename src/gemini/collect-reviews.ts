import type { GroundedReviews } from '../report/report.ts';
import type { Language, LedgerEntry, Place } from '../workflows/contract.ts';
import { type CallOptions, callGemini, GeminiCallError, UnusableAnswer } from './call.ts';
import type { ClientContext } from './context.ts';
import { generate } from './generate.ts';
import { groundedProblem } from './grounded.ts';
import { confirmedUsage } from './pricing.ts';
import { collectReviewsRequest } from './prompts.ts';
import { groundedReviews } from './statements.ts';

/**
 * Google Search grounding: what people write about one place, each statement with its sources; no statements only when
 * the answer says that there is nothing. Throws `GeminiCallError`, which carries the usage of an answer of no use.
 */
export async function collectReviews(
  { ai, groundingModel }: ClientContext,
  input: { place: Place; language: Language },
  { signal }: CallOptions = {},
): Promise<{ reviews: GroundedReviews; usage: LedgerEntry }> {
  return callGemini('collectReviews', signal, async () => {
    const response = await generate(ai, groundingModel, collectReviewsRequest(input), signal);
    const usage = confirmedUsage('collectReviews', groundingModel, response);
    const reviews = groundedReviews(response);
    const problem = groundedProblem(response, reviews.statements.length > 0);
    if (problem) throw new GeminiCallError('collectReviews', new UnusableAnswer(problem), { usage });
    return { reviews, usage };
  });
}
