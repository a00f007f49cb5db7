import { log } from '@temporalio/activity';
import { GeminiCallError } from '../gemini/call.ts';
import { classifyGeminiError } from '../gemini/errors.ts';
import { placesFromCandidates } from '../gemini/places.ts';
import type { Language, LedgerEntry, Place } from '../workflows/contract.ts';
import { unknownCall } from '../workflows/ledger-entries.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { withEarlierAttempts } from './failures.ts';
import type { PlaceCandidate } from './search-places.ts';

/** The top three of the prose as places with link and id; without a usable answer, the first three that Google named. */
export async function extractNames(
  { gemini }: ActivityDependencies,
  input: { prose: string; candidates: PlaceCandidate[]; language: Language },
): Promise<{ places: Place[]; usage: LedgerEntry[] }> {
  try {
    const { places, usage } = await gemini.extractNames(input, { signal: attemptSignal() });
    const kept = places.length > 0 ? places : placesFromCandidates(input.candidates);
    return { places: kept, usage: withEarlierAttempts(usage) };
  } catch (error) {
    log.warn('The names could not be extracted; taking the places as Google named them', {
      code: classifyGeminiError(error).code,
    });
    if (error instanceof GeminiCallError && error.usage) {
      return { places: placesFromCandidates(input.candidates), usage: withEarlierAttempts(error.usage) };
    }
    return {
      places: placesFromCandidates(input.candidates),
      usage: withEarlierAttempts(unknownCall('extractNames')),
    };
  }
}
