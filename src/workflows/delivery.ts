import { RetryState } from '@temporalio/common';
import { ActivityFailure } from '@temporalio/workflow';
import { pushWithin } from './activity-options.ts';
import { type AnalysisState, enterStage } from './analysis-state.ts';
import type { Delivery, SendPlan } from './contract.ts';
import { afterFailedPush, type HoldOrNot, pushWindowMs } from './decisions.ts';
import { failure, failureType } from './failures.ts';
import { hold } from './held.ts';

/** What a plan answers; part of its retry key. */
export type AnswerKind = 'report' | 'apology';

/**
 * Brings the run's one final answer into the chat: by push, and when LINE does not take that, by keeping it until the
 * person asks.
 *
 * @throws ApplicationFailure `Undelivered` when LINE will never take it, or nobody asked in time.
 */
export async function deliverAnswer(state: AnalysisState, plan: SendPlan, kind: AnswerKind): Promise<Delivery> {
  enterStage(state, 'delivering');
  const pushed = await tryPush(state, plan, kind, state.startedAtMs + pushWindowMs - Date.now());
  switch (pushed.kind) {
    case 'accepted':
      return 'pushed';
    case 'undeliverable':
      throw failure('Undelivered', 'LINE does not take this message', pushed.error);
    case 'hold':
    case 'hold-and-push':
      return hold(state, plan, {
        closesWith: () => failure('Undelivered', 'Nobody asked for the held answer', pushed.error),
        pushLater:
          pushed.kind === 'hold-and-push' ? async (remainingMs) => tryPush(state, plan, kind, remainingMs) : undefined,
      });
  }
}

/** How a push ended. */
export type PushEnd = { kind: 'accepted' } | { kind: HoldOrNot; error?: unknown };

/** Pushes under the run's retry key for `remainingMs`, while LINE remembers that key. */
async function tryPush(state: AnalysisState, plan: SendPlan, kind: AnswerKind, remainingMs: number): Promise<PushEnd> {
  if (remainingMs <= 0) return { kind: 'hold' };
  try {
    const { pushReport } = pushWithin(remainingMs);
    await pushReport.executeWithOptions({ summary: kind }, [
      { to: state.input.chat.to, plan, ownerRunId: state.ownerRunId, startedAtMs: state.startedAtMs, kind },
    ]);
    return { kind: 'accepted' };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const gaveUp = error.retryState === RetryState.NON_RETRYABLE_FAILURE;
    return { kind: afterFailedPush({ type: failureType(error), gaveUp }), error };
  }
}
