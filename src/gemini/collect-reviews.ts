import type { GroundedReviews } from '../report/report.ts';
import type { Language, LedgerEntry, Place } from '../workflows/contract.ts';
import { type CallOptions, callGemini } from './call.ts';
import type { ClientContext } from './context.ts';
import { generate } from './generate.ts';
import { confirmedUsage } from './pricing.ts';
import { collectReviewsRequest } from './prompts.ts';
import { groundedReviews } from './statements.ts';

/** Google Search grounding: what people write about one place, each statement with its sources. Throws `GeminiCallError`. */
export async function collectReviews(
  { ai, groundingModel }: ClientContext,
  input: { place: Place; language: Language },
  { signal }: CallOptions = {},
): Promise<{ reviews: GroundedReviews; usage: LedgerEntry }> {
  return callGemini('collectReviews', signal, async () => {
    const response = await generate(ai, groundingModel, collectReviewsRequest(input), signal);
    return {
      reviews: groundedReviews(response),
      usage: confirmedUsage('collectReviews', groundingModel, response),
    };
  });
}
