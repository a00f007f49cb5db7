import type { Claim, Report } from './report.ts';

/** The lists of claims of a report, in reading order. */
export const claimSections = [
  'signatureDishes',
  'praise',
  'complaints',
  'price',
  'queue',
  'suits',
  'tips',
  'disagreements',
] as const;

/** One of the lists of claims of a report. */
export type ClaimSection = (typeof claimSections)[number];

/** All claims of a report, the verdict first. */
export function claimsOf(report: Report): Claim[] {
  return [...(report.verdict ? [report.verdict] : []), ...claimSections.flatMap((section) => report[section])];
}

/** How much stands behind a list of claims: the claims and the different sources that they cite. */
export type ClaimCounts = { claims: number; sources: number };

/** Counts a list of claims; by us, because a model's own counts cannot be checked. */
export function countClaims(claims: Claim[]): ClaimCounts {
  return { claims: claims.length, sources: new Set(claims.flatMap((claim) => claim.sources)).size };
}
