import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { GeminiCallError } from '../gemini/call.ts';
import { classifyGeminiError } from '../gemini/errors.ts';
import type { BackOff } from '../retry-pause.ts';
import { maxBilledAttempts } from '../workflows/back-offs.ts';
import type { LedgerEntry } from '../workflows/contract.ts';
import { unknownCall } from '../workflows/ledger-entries.ts';
import { geminiFailure } from './failures.ts';
import { billedBefore, toldAttempts } from './paid-attempts.ts';

/** How one paid call is repeated. */
export type PaidCallOptions = { call: LedgerEntry['call']; backOff: BackOff; maxBilled?: number };

/**
 * Makes one attempt of a call that costs, unless as many as allowed may have been billed. Attempts that were surely not
 * billed are free: they end only with the activity's own deadline.
 *
 * @returns what `work` brought, with the ledger entries of every attempt so far.
 * @throws ApplicationFailure with those entries in `details[0].usage`; non-retryable when no attempt is left.
 */
export async function paidCall<T extends { usage: LedgerEntry }>(
  { call, backOff, maxBilled = maxBilledAttempts.needed }: PaidCallOptions,
  work: () => Promise<T>,
): Promise<Omit<T, 'usage'> & { usage: LedgerEntry[] }> {
  const { attempt, heartbeatDetails } = activityInfo();
  const told = toldAttempts.parse(heartbeatDetails);
  const earlier = billedBefore(attempt, told, call);
  if (earlier.length >= maxBilled) throw attemptsSpent(earlier);
  try {
    const found = await work();
    return { ...found, usage: [...earlier, found.usage] };
  } catch (error) {
    // The attempt was cancelled, e.g. by the worker's shutdown: the SDK wants its own reason back.
    if (cancellationSignal().aborted) throw cancellationSignal().reason;
    if (classifyGeminiError(error).billed === 'no') {
      heartbeat({ ...told, free: told.free + 1 });
      throw geminiFailure(error, { backOff, details: { usage: earlier } });
    }
    const known = error instanceof GeminiCallError ? error.usage : undefined;
    if (known) heartbeat({ ...told, known: [...told.known, known] });
    const usage = [...earlier, known ?? unknownCall(call)];
    throw geminiFailure(error, { backOff, nonRetryable: usage.length >= maxBilled, details: { usage } });
  }
}

/** Workers died, or were too slow, during the attempts before this one. */
function attemptsSpent(usage: LedgerEntry[]): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'GeminiAttemptsSpent',
    message: 'As many attempts as allowed may have been billed, and none told how it ended',
    nonRetryable: true,
    details: [{ usage }],
  });
}
