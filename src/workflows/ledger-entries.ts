import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import type { ApologyReason, LedgerEntry } from './contract.ts';

/** A call of which nobody knows whether it was billed. */
export function unknownCall(call: LedgerEntry['call']): LedgerEntry {
  return { call, status: 'unknown', promptTokens: 0, outputTokens: 0, priceMicroUsd: 0 };
}

/** What the activities of paid calls tell with a failure. */
type FailureDetails = {
  /** Number of the attempt; all that version 1 told. */
  attempt?: number;
  /** Every attempt that may have been billed, up to this failure. */
  usage?: LedgerEntry[];
  /** How long the vendor asks to wait, milliseconds. */
  retryAfterMs?: number;
  /** What the user is told when it ends there. */
  apology?: ApologyReason;
};

/** What an activity told with its failure; empty for a failure of somebody else. */
export function detailsOf({ details }: ApplicationFailure): FailureDetails {
  const [told] = details ?? [];
  return typeof told === 'object' && told !== null ? told : {};
}

/** The ledger entries that a failed activity told. */
export function usageOfFailure(failure: ApplicationFailure): LedgerEntry[] | undefined {
  const { usage } = detailsOf(failure);
  return Array.isArray(usage) ? usage : undefined;
}

/**
 * The ledger entries of a paid activity that failed: what its last failure told, and one unknown entry for an attempt that
 * ended in silence after it.
 *
 * @returns undefined when nothing was told, or the activity was cancelled: nobody knows how many attempts there were.
 */
export function usageOfError(error: unknown, call: LedgerEntry['call']): LedgerEntry[] | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  if (error.cause instanceof ApplicationFailure) return usageOfLast(error.cause, call);
  if (!(error.cause instanceof TimeoutFailure) || !(error.cause.cause instanceof ApplicationFailure)) return undefined;
  const told = usageOfLast(error.cause.cause, call);
  return told && [...told, unknownCall(call)];
}

function usageOfLast(failure: ApplicationFailure, call: LedgerEntry['call']): LedgerEntry[] | undefined {
  const { attempt } = detailsOf(failure);
  if (typeof attempt === 'number') return Array.from({ length: attempt }, () => unknownCall(call));
  return usageOfFailure(failure);
}
