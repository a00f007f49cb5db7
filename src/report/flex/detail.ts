/** How much of a report and of a comparison a bubble shows. */
export type Detail = {
  claimsPerSection: number;
  maxVerdictUtf16: number;
  maxClaimUtf16: number;
  sourceNumbersPerClaim: number;
  /** Rows in the list of sources, each with its link. */
  sourceRows: number;
  comparisonClaims: number;
  /** Of a place's name beside those for whom it is. */
  maxComparedNameUtf16: number;
  /** 0 leaves the reasons out. */
  maxReasonUtf16: number;
};

/**
 * At most some 4,000 bytes whatever the report says (two links of 1,000, a name of 80 and a verdict of 60 characters of
 * 3 bytes), and as much for a comparison, so that 12 of them fit into a carousel.
 */
export const barestDetail: Detail = {
  claimsPerSection: 0,
  maxVerdictUtf16: 60,
  maxClaimUtf16: 0,
  sourceNumbersPerClaim: 3,
  sourceRows: 0,
  comparisonClaims: 3,
  maxComparedNameUtf16: 40,
  maxReasonUtf16: 0,
};

const fullComparison = { comparisonClaims: 5, maxComparedNameUtf16: 80, maxReasonUtf16: 160 };
const shortComparison = { comparisonClaims: 5, maxComparedNameUtf16: 60, maxReasonUtf16: 100 };

/** From rich to bare. */
export const details: readonly Detail[] = [
  {
    ...{ claimsPerSection: 5, maxVerdictUtf16: 200, maxClaimUtf16: 240, sourceNumbersPerClaim: 8, sourceRows: 12 },
    ...fullComparison,
  },
  {
    ...{ claimsPerSection: 3, maxVerdictUtf16: 200, maxClaimUtf16: 160, sourceNumbersPerClaim: 6, sourceRows: 10 },
    ...fullComparison,
  },
  {
    ...{ claimsPerSection: 3, maxVerdictUtf16: 160, maxClaimUtf16: 100, sourceNumbersPerClaim: 4, sourceRows: 6 },
    ...fullComparison,
  },
  {
    ...{ claimsPerSection: 2, maxVerdictUtf16: 120, maxClaimUtf16: 80, sourceNumbersPerClaim: 4, sourceRows: 0 },
    ...shortComparison,
  },
  {
    ...{ claimsPerSection: 1, maxVerdictUtf16: 80, maxClaimUtf16: 50, sourceNumbersPerClaim: 3, sourceRows: 0 },
    ...shortComparison,
    maxReasonUtf16: 0,
  },
  barestDetail,
];
