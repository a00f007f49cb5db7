import { ActivityFailure, ApplicationFailure, isCancellation, log, patched } from '@temporalio/workflow';
import { read } from './activity-options.ts';
import { type AnalysisState, enterStage } from './analysis-state.ts';
import { cancelBatches } from './batch.ts';
import type { ApologyReason, EarlierAnswer, FailureReason } from './contract.ts';
import { deliverAnswer } from './delivery.ts';
import { apologyOf, failure } from './failures.ts';

/**
 * Ends a run that has no report: cancels what may still cost, apologises once, unless the person has cancelled meanwhile
 * or has a report of the run of which a reset made this one.
 *
 * @throws ApplicationFailure with the reason as its type. Errors that are no failures of Temporal's (a bug of ours) go on
 *   up as they are: the run waits for mended code.
 */
export async function apologise(state: AnalysisState, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  if (!reason || reason === 'Undelivered') throw error;
  const cancelled = cancelBatches(state);
  if (state.version === 1) await cancelled;
  try {
    await sayIt(state, reason, error);
  } finally {
    await cancelled;
  }
}

/** A job that Gemini is slow to cancel must not hold the apology back. */
async function sayIt(state: AnalysisState, reason: ApologyReason, error: unknown): Promise<void> {
  const earlier = await earlierAnswer(state);
  if (earlier === 'report' || earlier === 'perhaps-replied') return endInSilence(reason, error);
  const { language, places, nearbyEventId, placeIndex } = state.input;
  const plan = await read.renderApology({ language, reason, places, nearbyEventId, placeIndex });
  if (state.cancelAsked) return;
  // Under the key of a report that may have been sent LINE does not take an apology any more.
  await deliverAnswer(state, plan, earlier === 'perhaps-report' ? 'report' : 'apology');
  if (reason === 'StoppedByOperator') return;
  enterStage(state, 'apologised');
  throw failure(reason, 'The user got an apology instead of a report', error);
}

/** An operator had a report made anew, and that failed: the person has the first one and need not hear of it. */
function endInSilence(reason: ApologyReason | FailureReason, error: unknown): void {
  if (reason === 'StoppedByOperator') return;
  throw failure(reason, 'Made anew, the report failed; the user has the one of the run that was reset', error);
}

/**
 * What the runs have answered of which resets made this one. Unreadable ones may have sent their report. Whether there are
 * any is for the activity to see: in a replay every run has the id of the first.
 */
async function earlierAnswer({ ownerRunId }: AnalysisState): Promise<EarlierAnswer> {
  if (!patched('earlier-answer')) return 'none';
  try {
    return await read.readEarlierAnswer({ ownerRunId });
  } catch (error) {
    log.warn('What the earlier runs have answered cannot be read', { error });
    return 'perhaps-report';
  }
}

function reasonOf(error: unknown): ApologyReason | FailureReason | undefined {
  if (isCancellation(error)) return 'StoppedByOperator';
  if (error instanceof ActivityFailure) return apologyOf(error);
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
