import { apologyMessages } from '../line/messages/apology.ts';
import type { ApologyReason, Language, Place, SendPlan } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** Renders the apology with its retry button; the result in history is what will be sent. */
export async function renderApology(
  { names }: ActivityDependencies,
  input: {
    language: Language;
    reason: ApologyReason;
    places: Place[];
    nearbyEventId: string;
    placeIndex: number | 'all';
  },
): Promise<SendPlan> {
  const placeKey = names.placesKey(input.places.map((place) => place.placeId));
  return { messages: apologyMessages({ ...input, index: input.placeIndex, placeKey }) };
}
