import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { pushWithin, read } from './activity-options.ts';
import { type AnalysisState, enterStage } from './analysis-state.ts';
import { cancelBatches, failureType } from './batch.ts';
import type { ApologyReason, FailureReason, SendPlan } from './contract.ts';
import { pushWindowMs } from './decisions.ts';

/** A failure that ends the run as Failed with this type. */
export function failure(type: FailureReason, message: string, cause?: unknown): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: true,
    cause: cause instanceof Error ? cause : undefined,
  });
}

/**
 * Pushes a plan under the run's retry key for as long as LINE remembers that key.
 *
 * @throws ApplicationFailure `Undelivered` when LINE takes it no more.
 */
export async function push(state: AnalysisState, plan: SendPlan, kind: 'report' | 'apology'): Promise<void> {
  const remainingMs = state.startedAtMs + pushWindowMs - Date.now();
  if (remainingMs <= 0) throw failure('Undelivered', 'The time in which LINE would notice a second push has passed');
  try {
    const { pushReport } = pushWithin(remainingMs);
    await pushReport.executeWithOptions({ summary: kind }, [
      { to: state.input.chat.to, plan, ownerRunId: state.ownerRunId, kind },
    ]);
  } catch (error) {
    throw failure('Undelivered', 'LINE did not take the message', error);
  }
}

/** Renders and pushes an apology, the run's one final answer. */
export async function say(state: AnalysisState, reason: ApologyReason): Promise<void> {
  const { language, places, nearbyEventId, placeIndex } = state.input;
  enterStage(state, 'delivering');
  await push(state, await read.renderApology({ language, reason, places, nearbyEventId, placeIndex }), 'apology');
}

/**
 * Ends a run that has no report: cancels what may still cost, apologises once, fails with the reason as its type.
 * Errors that are no failures of Temporal's (a bug of ours) go on up: the run waits for mended code.
 */
export async function apologise(state: AnalysisState, error: unknown): Promise<never> {
  const reason = reasonOf(error);
  if (!reason) throw error;
  if (reason === 'Undelivered') throw error;
  await cancelBatches(state);
  await say(state, reason);
  enterStage(state, 'apologised');
  throw failure(reason, 'The user got an apology instead of a report', error);
}

function reasonOf(error: unknown): FailureReason | undefined {
  if (error instanceof ActivityFailure) return failureType(error) === 'NoReviews' ? 'NoReviews' : 'GeminiUnavailable';
  if (!(error instanceof ApplicationFailure)) return undefined;
  switch (error.type) {
    case 'NoReviews':
    case 'ModelRefused':
    case 'BatchFailed':
    case 'Undelivered':
      return error.type;
    default:
      return 'GeminiUnavailable';
  }
}
