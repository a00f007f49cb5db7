import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import { read } from './activity-options.ts';
import { type AnalysisState, enterStage } from './analysis-state.ts';
import { cancelBatches } from './batch.ts';
import type { ApologyReason, FailureReason } from './contract.ts';
import { deliverAnswer } from './delivery.ts';
import { failure, failureType } from './failures.ts';

/**
 * Ends a run that has no report: cancels what may still cost, apologises once, unless the person has cancelled meanwhile.
 *
 * @throws ApplicationFailure with the reason as its type. Errors that are no failures of Temporal's (a bug of ours) go on
 *   up as they are: the run waits for mended code.
 */
export async function apologise(state: AnalysisState, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  if (!reason || reason === 'Undelivered') throw error;
  await cancelBatches(state);
  const { language, places, nearbyEventId, placeIndex } = state.input;
  const plan = await read.renderApology({ language, reason, places, nearbyEventId, placeIndex });
  if (state.cancelAsked) return;
  await deliverAnswer(state, plan, 'apology');
  if (reason === 'StoppedByOperator') return;
  enterStage(state, 'apologised');
  throw failure(reason, 'The user got an apology instead of a report', error);
}

function reasonOf(error: unknown): ApologyReason | FailureReason | undefined {
  if (isCancellation(error)) return 'StoppedByOperator';
  if (error instanceof ActivityFailure)
    return failureType(error) === 'GeminiDayQuota' ? 'DayQuota' : 'GeminiUnavailable';
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
