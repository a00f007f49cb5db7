import type { Place } from '../../workflows/contract.ts';
import { cleanName, shortenLabel } from '../limits.ts';

/** Far below the 1000 that "URI action" allows: several links and places share the 30 KB of a bubble. */
const maxLinkLength = 300;
const queryCodePoints = 20;

/**
 * The link to a place on Google Maps: the one of the grounding metadata, or, when that is no HTTPS link of sensible length,
 * a search by place id ("Maps URLs", Google Maps Platform).
 */
export function mapsLink(place: Pick<Place, 'name' | 'placeId' | 'mapsUri'>): string {
  const given = URL.canParse(place.mapsUri) ? new URL(place.mapsUri) : undefined;
  if (given?.protocol === 'https:' && given.href.length <= maxLinkLength) return given.href;
  const search = new URL('https://www.google.com/maps/search/');
  search.searchParams.set('api', '1');
  search.searchParams.set('query', shortenLabel(cleanName(place.name), queryCodePoints));
  if (/^[\w-]{1,150}$/.test(place.placeId)) search.searchParams.set('query_place_id', place.placeId);
  return search.href;
}
