import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { classifyGeminiError } from '../gemini/errors.ts';
import { classifyLineError } from '../line/errors.ts';
import type { LedgerEntry } from '../workflows/contract.ts';
import { unknownCall } from '../workflows/ledger-entries.ts';

/** Turns an error of Gemini into the failure that Temporal retries or not, with the wait that Google asked for. */
export function geminiFailure(error: unknown): ApplicationFailure {
  const { kind, code, retryAfterMs, dayQuota } = classifyGeminiError(error);
  return ApplicationFailure.create({
    type: code,
    message: `Gemini: ${code}`,
    nonRetryable: kind === 'permanent' || dayQuota === true,
    nextRetryDelay: retryAfterMs,
    // The ledger counts the attempts of a call that failed for good.
    details: [{ attempt: activityInfo().attempt }],
    cause: error instanceof Error ? error : undefined,
  });
}

/** Turns an error of LINE into the failure that Temporal retries or not. */
export function lineFailure(error: unknown): ApplicationFailure {
  const { kind, code } = classifyLineError(error);
  return ApplicationFailure.create({
    type: code,
    message: `LINE: ${code}`,
    nonRetryable: kind === 'permanent',
    cause: error instanceof Error ? error : undefined,
  });
}

/** Runs a call to Gemini; its errors become failures by the table of `gemini/errors.ts`. */
export async function callGemini<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // The attempt was cancelled, e.g. by the worker's shutdown: the SDK wants its own reason back.
    if (cancellationSignal().aborted) throw cancellationSignal().reason;
    throw geminiFailure(error);
  }
}

/** The ledger of a paid call: what is known of this attempt, and one unknown entry for each earlier attempt. */
export function withEarlierAttempts(entry: LedgerEntry): LedgerEntry[] {
  return [...Array.from({ length: activityInfo().attempt - 1 }, () => unknownCall(entry.call)), entry];
}
