import { claimsOf } from './claims.ts';
import type { ComparisonClaim, Report, Source } from './report.ts';

/** A source that stands behind something that is shown. */
export type CitedSource = Source & { timesCited: number };

/**
 * Finds the sources that each report cites, in the order of the reports and of their lists of sources. What compares the
 * reports cites them too, each claim those of its own place. Headers count these and lists show these, and no others.
 */
export function citedSources(reports: readonly Report[], comparison: readonly ComparisonClaim[] = []): CitedSource[][] {
  return reports.map((report, index) => {
    const claims = [...claimsOf(report), ...comparison.filter(({ placeIndex }) => placeIndex === index)];
    return uniqueSources(report).flatMap((source) => {
      const timesCited = claims.filter(({ sources }) => sources.includes(source.number)).length;
      return timesCited > 0 ? [{ ...source, timesCited }] : [];
    });
  });
}

/** A number names one source: that of the first. */
function uniqueSources({ sources }: Report): Source[] {
  return sources.filter(({ number }, index) => sources.findIndex((source) => source.number === number) === index);
}
