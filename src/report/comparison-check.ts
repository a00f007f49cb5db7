import { shortenUtf16 } from '../line/limits.ts';
import { plainClaimText, sameWords } from './claim-text.ts';
import { numberedStatements, type PlaceSource } from './comparison-numbers.ts';
import { type ModelComparison, maxComparisonClaims } from './comparison-schema.ts';
import type { Comparison, ComparisonClaim, GroundedReviews } from './report.ts';

const maxForWhomUtf16 = 60;
const maxReasonUtf16 = 160;

/**
 * A comparison of which every claim cites sources of the place that it recommends, under the numbers of that place's
 * report.
 *
 * Numbers that no statement carries are taken out. A claim without any other is dropped, and so is one that cites a
 * source of another place: then nobody can tell which place it is true of. What is dropped is counted.
 */
export function checkedComparison(input: {
  modelComparison: ModelComparison;
  /** The reviews of each place, in the order in which the model got them. */
  reviews: readonly GroundedReviews[];
}): Comparison {
  const { whichForWhom, unreadClaims = 0 } = input.modelComparison;
  const { sourceBehind } = numberedStatements(input.reviews);
  const kept = whichForWhom.flatMap((claim) => groundedClaim(claim, sourceBehind) ?? []);
  return {
    claims: withoutRepetition(kept).slice(0, maxComparisonClaims),
    droppedClaims: unreadClaims + whichForWhom.length - kept.length,
  };
}

function groundedClaim(
  { forWhom, place, text, sources }: ModelComparison['whichForWhom'][number],
  sourceBehind: ReadonlyMap<number, PlaceSource>,
): ComparisonClaim | undefined {
  const placeIndex = place - 1;
  const given = [...new Set(sources)].flatMap((number) => sourceBehind.get(number) ?? []);
  if (given.length === 0 || given.some((source) => source.placeIndex !== placeIndex)) return undefined;
  const whom = shortenUtf16(plainClaimText(forWhom), maxForWhomUtf16);
  const reason = shortenUtf16(plainClaimText(text), maxReasonUtf16);
  if (whom === '' || reason === '') return undefined;
  const numbers = given.map(({ source }) => source).toSorted((a, b) => a - b);
  return { forWhom: whom, placeIndex, text: reason, sources: numbers };
}

/** The same guests are sent to the same place once. */
function withoutRepetition(claims: ComparisonClaim[]): ComparisonClaim[] {
  const said = new Set<string>();
  return claims.filter(({ forWhom, placeIndex }) => {
    const key = `${placeIndex} ${sameWords(forWhom)}`;
    const isNew = !said.has(key);
    said.add(key);
    return isNew;
  });
}
