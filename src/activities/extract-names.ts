import { activityInfo, log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { placesFromCandidates } from '../gemini/places.ts';
import { backOffs } from '../workflows/back-offs.ts';
import type { Language, LedgerEntry, Place } from '../workflows/contract.ts';
import { usageOfFailure } from '../workflows/ledger-entries.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { paidCall } from './paid-call.ts';
import type { PlaceCandidate } from './search-places.ts';

/** The user waits, and Google has named the places: what they are known for is worth this many attempts. */
const maxAttempts = 3;

/** The top three of the prose as places with link and id; without a usable answer, the first three that Google named. */
export async function extractNames(
  { gemini }: ActivityDependencies,
  input: { prose: string; candidates: PlaceCandidate[]; language: Language },
): Promise<{ places: Place[]; usage: LedgerEntry[] }> {
  const options = { call: 'extractNames', backOff: backOffs.forReply } as const;
  try {
    const { places, usage } = await paidCall(options, () => gemini.extractNames(input, { signal: attemptSignal() }));
    return { places: places.length > 0 ? places : placesFromCandidates(input.candidates), usage };
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    const usage = usageOfFailure(error) ?? [];
    const isFree = usage.length === 0 && !error.nonRetryable;
    if (isFree && error.nextRetryDelay === undefined && activityInfo().attempt < maxAttempts) throw error;
    log.warn('The names could not be extracted; taking the places as Google named them', { code: error.type });
    return { places: placesFromCandidates(input.candidates), usage };
  }
}
