import { ApplicationFailure } from '@temporalio/workflow';
import type { AnalysisInput, ApologyReason, MissingPlace, Place } from './contract.ts';
import { apologyOf } from './failures.ts';

/** A place of the request that the answer lacks, with its position in the nearby search. */
export function missingPlace(input: AnalysisInput, place: Place, reason: ApologyReason): MissingPlace {
  const position = input.places.findIndex(({ placeId }) => placeId === place.placeId);
  return { place, index: input.placeIndex === 'all' ? position : input.placeIndex, reason };
}

/** Why a call for one place brought nothing, as the user is told. */
export function reasonOfMissing(error: unknown): ApologyReason {
  return error instanceof ApplicationFailure && error.type === 'ModelRefused' ? error.type : apologyOf(error);
}
