import type { Language, LedgerEntry, SearchArea } from '../workflows/contract.ts';
import { type CallOptions, callGemini } from './call.ts';
import type { ClientContext } from './context.ts';
import { generate } from './generate.ts';
import { candidatesOf, type PlaceCandidate } from './places.ts';
import { confirmedUsage } from './pricing.ts';
import { searchPlacesRequest } from './prompts.ts';
import { groundingOf, textOf } from './response.ts';

/** What Maps grounding found: prose, and the places that its metadata names (none when the tool was not used). */
export type FoundPlaces = { prose: string; candidates: PlaceCandidate[]; usage: LedgerEntry };

/** Google Maps grounding around a point or a typed place. Throws `GeminiCallError`. */
export async function searchPlaces(
  { ai, groundingModel }: ClientContext,
  input: { area: SearchArea; language: Language },
  { signal }: CallOptions = {},
): Promise<FoundPlaces> {
  return callGemini('searchPlaces', signal, async () => {
    const response = await generate(ai, groundingModel, searchPlacesRequest(input), signal);
    return {
      prose: textOf(response),
      candidates: candidatesOf(groundingOf(response)),
      usage: confirmedUsage('searchPlaces', groundingModel, response),
    };
  });
}
