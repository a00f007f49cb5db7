import { plainClaimText } from '../report/claim-text.ts';
import type { Place } from '../workflows/contract.ts';
import type { GroundingMetadata } from './response.ts';

/** A restaurant as Maps grounding named it; `placeId` without the prefix `places/`. */
export type PlaceCandidate = { name: string; placeId: string; mapsUri: string };

/** How many places a person is offered. */
const maxPlaces = 3;

/**
 * The places behind a Maps-grounded answer, doubles left out, in the order in which the answer first rests on them
 * ("Grounding with Google Maps"). Without metadata there are none: prose names places that may not exist.
 */
export function candidatesOf(grounding: GroundingMetadata | undefined): PlaceCandidate[] {
  if (!grounding) return [];
  const supported = grounding.groundingSupports
    .toSorted((a, b) => (a.segment?.startIndex ?? 0) - (b.segment?.startIndex ?? 0))
    .flatMap((support) => support.groundingChunkIndices);
  const order = new Set([...supported, ...grounding.groundingChunks.keys()]);
  const byPlaceId = new Map<string, PlaceCandidate>();
  for (const index of order) {
    const candidate = candidateOf(grounding.groundingChunks[index]);
    if (candidate && !byPlaceId.has(candidate.placeId)) byPlaceId.set(candidate.placeId, candidate);
  }
  return [...byPlaceId.values()];
}

function candidateOf(chunk: GroundingMetadata['groundingChunks'][number] | undefined): PlaceCandidate | undefined {
  const name = chunk?.maps?.title?.trim();
  const placeId = chunk?.maps?.placeId?.replace(/^places\//, '');
  const mapsUri = chunk?.maps?.uri;
  if (!name || !placeId || !mapsUri || !/^https?:\/\//.test(mapsUri)) return undefined;
  return { name, placeId, mapsUri };
}

/** The first three places as Google named them, when nothing better could be made of the answer. */
export function placesFromCandidates(candidates: readonly PlaceCandidate[]): Place[] {
  return candidates.slice(0, maxPlaces).map((candidate) => ({ ...candidate, knownFor: '' }));
}

/** Longest text about a place that fits under its name. */
const knownForLimit = 80;

/**
 * The places that a model picked: only those that match a candidate, under the candidate's own name, each once, at most
 * three. What the model says about a place becomes plain text and is cut between characters.
 */
export function matchedPlaces(
  picked: readonly { name: string; knownFor: string }[],
  candidates: readonly PlaceCandidate[],
): Place[] {
  const places: Place[] = [];
  for (const { name, knownFor } of picked) {
    const free = candidates.filter((candidate) => !places.some((place) => place.placeId === candidate.placeId));
    const candidate = bestMatch(name, free);
    if (candidate) places.push({ ...candidate, knownFor: plainText(knownFor) });
    if (places.length === maxPlaces) break;
  }
  return places;
}

/** The candidate of this name, or else the one of which most is the same. */
function bestMatch(name: string, candidates: readonly PlaceCandidate[]): PlaceCandidate | undefined {
  const wanted = comparable(name);
  if (wanted === '') return undefined;
  const ranked = candidates
    .map((candidate) => ({ candidate, likeness: likeness(wanted, comparable(candidate.name)) }))
    .filter(({ likeness: found }) => found > 0)
    .toSorted((a, b) => b.likeness - a.likeness);
  return ranked[0]?.candidate;
}

/** 1 for equal names, the share of the shorter in the longer when one contains the other, else 0. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  // One character is in too many names to tell anything.
  return !isOneCharacter(shorter) && longer.includes(shorter) ? shorter.length / longer.length : 0;
}

const isOneCharacter = (text: string) => /^.?$/u.test(text);

/** A name without what people and models write now so, now so: width, case, spaces, punctuation, symbols, unseen marks. */
function comparable(name: string): string {
  const folded = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{C}\p{Z}\ufe0e\ufe0f]/gu, '');
  // A name of nothing but signs is compared by its signs.
  return folded.replace(/[\p{P}\p{S}]/gu, '') || folded;
}

function plainText(text: string): string {
  return [...new Intl.Segmenter().segment(plainClaimText(text))]
    .slice(0, knownForLimit)
    .map(({ segment }) => segment)
    .join('');
}
