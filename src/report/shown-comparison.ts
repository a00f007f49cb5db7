import { cleanName } from '../line/limits.ts';
import type { Comparison, ComparisonClaim, Report } from './report.ts';

/** A claim of a comparison beside the name of its place. */
export type ShownComparisonClaim = ComparisonClaim & { placeName: string };

/** What of a comparison can be shown beside these reports: nothing without a second one to choose from. */
export function shownComparison(
  comparison: Comparison | undefined,
  reports: readonly Report[],
): ShownComparisonClaim[] {
  if (!comparison || reports.length < 2) return [];
  return comparison.claims.flatMap((claim) => {
    const report = reports[claim.placeIndex];
    return report && claim.forWhom.trim() !== '' ? [{ ...claim, placeName: cleanName(report.placeName) }] : [];
  });
}
