import type { Language, Place } from '../../workflows/contract.ts';
import { cleanName, shortenLabel } from '../limits.ts';
import { formatNames } from '../texts/format.ts';

const nameCodePoints = 60;
const maxNames = 10;

/** What messages need of a place to name it. */
export type NamedPlace = Pick<Place, 'name'>;

/** A place's name as it stands in messages: one line, at most 60 code points. */
export function shownName(name: string): string {
  return shortenLabel(cleanName(name), nameCodePoints);
}

/** The quoted names of places as one list; undefined for none. */
export function shownNames(language: Language, places: NamedPlace[]): string | undefined {
  if (places.length === 0) return undefined;
  return formatNames(
    language,
    places.slice(0, maxNames).map(({ name }) => shownName(name)),
  );
}
