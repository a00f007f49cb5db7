import type { Bug } from './bug.ts';
import { doubledOrLost } from './doubled-or-lost.ts';
import { leakedOrWrong } from './leaked-or-wrong.ts';
import { trustedOrMisread } from './trusted-or-misread.ts';

/** Every bug that the checks have to find. */
export const bugs: Bug[] = [...doubledOrLost, ...leakedOrWrong, ...trustedOrMisread];
