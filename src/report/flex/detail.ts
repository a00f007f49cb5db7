/** How much of a report a bubble shows. */
export type Detail = {
  claimsPerSection: number;
  maxVerdictUtf16: number;
  maxClaimUtf16: number;
  sourceNumbersPerClaim: number;
  /** Rows in the list of sources, each with its link. */
  sourceRows: number;
};

/**
 * At most some 4,000 bytes whatever the report says (two links of 1,000, a name of 80 and a verdict of 60 characters of
 * 3 bytes), so that 12 of them fit into a carousel.
 */
export const barestDetail: Detail = {
  claimsPerSection: 0,
  maxVerdictUtf16: 60,
  maxClaimUtf16: 0,
  sourceNumbersPerClaim: 3,
  sourceRows: 0,
};

/** From rich to bare. */
export const details: readonly Detail[] = [
  { claimsPerSection: 5, maxVerdictUtf16: 200, maxClaimUtf16: 240, sourceNumbersPerClaim: 8, sourceRows: 12 },
  { claimsPerSection: 3, maxVerdictUtf16: 200, maxClaimUtf16: 160, sourceNumbersPerClaim: 6, sourceRows: 10 },
  { claimsPerSection: 3, maxVerdictUtf16: 160, maxClaimUtf16: 100, sourceNumbersPerClaim: 4, sourceRows: 6 },
  { claimsPerSection: 2, maxVerdictUtf16: 120, maxClaimUtf16: 80, sourceNumbersPerClaim: 4, sourceRows: 0 },
  { claimsPerSection: 1, maxVerdictUtf16: 80, maxClaimUtf16: 50, sourceNumbersPerClaim: 3, sourceRows: 0 },
  barestDetail,
];
