import { backOffs } from '../workflows/back-offs.ts';
import type { Language, LedgerEntry, SearchArea } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { paidCall } from './paid-call.ts';

/** A restaurant that Maps grounding named. */
export type PlaceCandidate = { name: string; placeId: string; mapsUri: string };

/** Google Maps grounding: prose about restaurants near a point, and the places that Google itself names. */
export async function searchPlaces(
  { gemini }: ActivityDependencies,
  input: { area: SearchArea; language: Language },
): Promise<{ prose: string; candidates: PlaceCandidate[]; usage: LedgerEntry[] }> {
  const options = { call: 'searchPlaces', backOff: backOffs.forReply } as const;
  return paidCall(options, () => gemini.searchPlaces(input, { signal: attemptSignal() }));
}
