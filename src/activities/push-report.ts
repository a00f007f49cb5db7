import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { SendPlan } from '../workflows/contract.ts';
import { pushWindowMs } from '../workflows/decisions.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { lineFailure } from './failures.ts';

/** One push of a run's final answer. */
export type PushInput = {
  to: string;
  plan: SendPlan;
  /** Run id that a reset keeps. */
  ownerRunId: string;
  /** When that run started, milliseconds since the epoch. */
  startedAtMs: number;
  kind: 'report' | 'apology';
};

/** Pushes exactly the bytes of the plan; "already accepted" is success, whichever attempt it was. */
export async function pushReport(
  { line, names }: ActivityDependencies,
  { to, plan, ownerRunId, startedAtMs, kind }: PushInput,
): Promise<{ status: 'accepted' | 'already-accepted'; requestId?: string }> {
  refuseAfterReset(ownerRunId, startedAtMs);
  const retryKey = names.retryKey(ownerRunId, kind);
  try {
    const { status, requestId } = await line.push(
      { to, messages: plan.messages, retryKey },
      { signal: attemptSignal() },
    );
    return { status, requestId };
  } catch (error) {
    throw lineFailure(error);
  }
}

/** A run that was reset may have delivered before, and LINE forgets a retry key after a day. */
function refuseAfterReset(ownerRunId: string, startedAtMs: number): void {
  const wasReset = activityInfo().workflowExecution?.runId !== ownerRunId;
  if (!wasReset || Date.now() < startedAtMs + pushWindowMs) return;
  throw ApplicationFailure.create({
    type: 'MaybeDelivered',
    message: 'This run was reset, and LINE no longer remembers what it sent',
    nonRetryable: true,
  });
}
