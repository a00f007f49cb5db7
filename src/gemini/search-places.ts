import type { Language, LedgerEntry, SearchArea } from '../workflows/contract.ts';
import { type CallOptions, callGemini, GeminiCallError, UnusableAnswer } from './call.ts';
import type { ClientContext } from './context.ts';
import { generate } from './generate.ts';
import { groundedProblem } from './grounded.ts';
import { candidatesOf, type PlaceCandidate } from './places.ts';
import { confirmedUsage } from './pricing.ts';
import { searchPlacesRequest } from './prompts.ts';
import { groundingOf, textOf } from './response.ts';

/** What Maps grounding found: prose, and the places that its metadata names (none only when the prose says that there are none). */
export type FoundPlaces = { prose: string; candidates: PlaceCandidate[]; usage: LedgerEntry };

/**
 * Google Maps grounding around a point or a typed place. Throws `GeminiCallError`, which carries the usage of an answer
 * of no use.
 */
export async function searchPlaces(
  { ai, groundingModel }: ClientContext,
  input: { area: SearchArea; language: Language },
  { signal }: CallOptions = {},
): Promise<FoundPlaces> {
  return callGemini('searchPlaces', signal, async () => {
    const response = await generate(ai, groundingModel, searchPlacesRequest(input), signal);
    const usage = confirmedUsage('searchPlaces', groundingModel, response);
    const candidates = candidatesOf(groundingOf(response));
    const problem = groundedProblem(response, candidates.length > 0);
    if (problem) throw new GeminiCallError('searchPlaces', new UnusableAnswer(problem), { usage });
    return { prose: textOf(response), candidates, usage };
  });
}
