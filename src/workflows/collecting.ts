import { isCancellation } from '@temporalio/workflow';
import { paidReadWithin } from './activity-options.ts';
import { type AnalysisState, patienceLeftMs } from './analysis-state.ts';
import { maxBilledAttempts } from './back-offs.ts';
import type { CollectedPlace, MissingPlace, Place } from './contract.ts';
import { failure } from './failures.ts';
import { missingPlace, reasonOfMissing } from './missing.ts';

/** The places that there is something to write about, and those that are missing. */
export type Collected = { collected: CollectedPlace[]; missing: MissingPlace[] };

/**
 * Collects what people write about each place; places without a sourced sentence are missing.
 *
 * @throws ApplicationFailure `NoReviews` when none is left, or the last error when every call failed.
 */
export async function collect(state: AnalysisState): Promise<Collected> {
  const { language, places } = state.input;
  const outcomes = await Promise.all(places.map((place) => collectOne(state, place)));
  const answered = outcomes.filter((outcome) => 'reviews' in outcome);
  const failed = outcomes.filter((outcome) => 'error' in outcome);
  if (answered.length === 0 && failed[0]) throw failed[0].error;
  const collected = answered.filter(hasStatements);
  if (collected.length === 0) throw failure('NoReviews', `Google returned no sentence with a source (${language})`);
  const missing = [
    ...answered
      .filter((outcome) => !hasStatements(outcome))
      .map(({ place }) => ({ place, reason: 'NoReviews' }) as const),
    ...failed.map(({ place, error }) => ({ place, reason: reasonOfMissing(error) })),
  ];
  return { collected, missing: missing.map(({ place, reason }) => missingPlace(state.input, place, reason)) };
}

const hasStatements = ({ reviews }: CollectedPlace) => reviews.statements.length > 0;

async function collectOne(
  state: AnalysisState,
  place: Place,
): Promise<CollectedPlace | { place: Place; error: unknown }> {
  try {
    const { collectReviews } = paidReadWithin(patienceLeftMs(state));
    const { reviews } = await state.ledger.paid('collectReviews', maxBilledAttempts.needed, () =>
      collectReviews.executeWithOptions({ summary: place.name }, [{ place, language: state.input.language }]),
    );
    return { place, reviews };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { place, error };
  }
}
