import type { Evidence } from '../evidence.ts';
import { checkAnswers } from './answers.ts';
import { checkCancels } from './cancel.ts';
import { checkClaims } from './claims.ts';
import { checkLedger } from './ledger.ts';
import { checkMonthTurn } from './month-turn.ts';
import { checkNothing } from './nothing.ts';
import { checkOutage } from './outage.ts';
import { checkOwnership } from './ownership.ts';
import { checkPaid } from './paid.ts';
import { checkPrivacy } from './privacy.ts';
import type { Violation } from './violation.ts';
import { checkWebhooks } from './webhooks.ts';
import { checkWords } from './words.ts';

export type { Violation };

/** Every promise that the story broke; none for a good one. */
export function check(evidence: Evidence): Violation[] {
  return [
    ...[checkAnswers, checkMonthTurn, checkPaid, checkCancels, checkWords],
    ...[checkWebhooks, checkPrivacy, checkLedger, checkClaims, checkOwnership, checkOutage, checkNothing],
  ].flatMap((one) => one(evidence));
}
