import type { Comparison, Report } from '../report/report.ts';

/** Whether there is anything to compare. */
export function isComparable(places: readonly unknown[]): boolean {
  return places.length > 1;
}

/** Lines of a batch: one for each place, and one that compares them when there are several. */
export function batchLineCount(collected: readonly unknown[]): number {
  return collected.length + (isComparable(collected) ? 1 : 0);
}

/** An answer: the reports that there are, and what compares them. */
export type Answer = { reports: Report[]; comparison?: Comparison };

/**
 * Leaves out the places without a report (null): `placeIndex` then counts the reports. Nothing is compared when fewer
 * than two reports are there.
 *
 * @param comparison of all places, in the order of `reports`; null: there is none.
 */
export function answerOf(reports: readonly (Report | null)[], comparison: Comparison | null): Answer {
  const reported = reports.flatMap((report, placeIndex) => (report ? [{ report, placeIndex }] : []));
  const answer = { reports: reported.map(({ report }) => report) };
  if (!comparison || !isComparable(reported)) return answer;
  const claims = comparison.claims.flatMap((claim) => {
    const placeIndex = reported.findIndex((place) => place.placeIndex === claim.placeIndex);
    return placeIndex < 0 ? [] : [{ ...claim, placeIndex }];
  });
  return claims.length > 0 ? { ...answer, comparison: { ...comparison, claims } } : answer;
}
