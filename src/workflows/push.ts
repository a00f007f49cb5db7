import { RetryState } from '@temporalio/common';
import { ActivityFailure, log } from '@temporalio/workflow';
import type { PushInput } from '../activities/push-report.ts';
import { pushWithin } from './activity-options.ts';
import { type AfterPush, afterFailedPush, latePushMs, nextQuotaMonthMs } from './decisions.ts';
import { failureDetail, failureType } from './failures.ts';
import type { RunVersion } from './version.ts';

/**
 * How a push ended. `answered-before` and `superseded`: nothing was sent, since another run has answered. `undeliverable`:
 * LINE takes it in neither form.
 */
export type PushEnd =
  | { kind: 'accepted' | 'answered-before' | 'superseded' }
  | { kind: 'hold-and-push' | 'hold' | 'undeliverable'; error?: unknown };

type OncePushed = Exclude<PushEnd, { kind: 'undeliverable' }> | { kind: 'message-refused'; error?: unknown };

/** When pushes end, milliseconds since the epoch. */
type PushTimes = {
  /** No attempt begins after this. */
  untilMs: number;
  /** LINE remembers the retry key until then. */
  keyUntilMs: number;
};

/**
 * Pushes under the run's retry key until `untilMs`; what LINE refuses as it is goes out once more as plain text, under a
 * key of its own.
 */
export async function pushAnswer(input: PushInput, times: PushTimes, version: RunVersion): Promise<PushEnd> {
  const formatted = await pushOnce(input, times);
  if (formatted.kind !== 'message-refused') return formatted;
  if (version === 1 || input.form === 'plain') return { ...formatted, kind: 'undeliverable' };
  log.warn('LINE refuses the message as it is; the plain form follows', { type: failureType(formatted.error) });
  const plain = await pushOnce({ ...input, form: 'plain' }, times);
  return plain.kind === 'message-refused' ? { ...plain, kind: 'undeliverable' } : plain;
}

async function pushOnce(input: PushInput, { untilMs, keyUntilMs }: PushTimes): Promise<OncePushed> {
  const remainingMs = untilMs - Date.now();
  if (remainingMs <= 0) return { kind: 'hold' };
  const summary = input.form === 'plain' ? `${input.kind}, plain` : input.kind;
  try {
    const { status } = await pushWithin(remainingMs).pushReport.executeWithOptions({ summary }, [input]);
    return { kind: status === 'already-accepted' ? 'accepted' : status };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { kind: afterFailure(error, keyUntilMs), error };
  }
}

/** What is left when a push activity has failed for good, whose retry key LINE remembers until `keyUntilMs`. */
export function afterFailure(error: ActivityFailure, keyUntilMs: number): AfterPush {
  return afterFailedPush({
    type: failureType(error),
    gaveUp: error.retryState === RetryState.NON_RETRYABLE_FAILURE,
    maybeSentBefore: failureDetail(error, 'maybeSentBefore') === true,
    monthTurnsInTime: nextQuotaMonthMs(Date.now()) + latePushMs <= keyUntilMs,
  });
}
