import { activityInfo, cancellationSignal } from '@temporalio/activity';

/** What an attempt keeps back, so that it ends by itself before Temporal gives it up and starts the next one beside it. */
const reserveMs = 1500;

/** Ends the calls of this attempt when it is cancelled, and a little before its start-to-close timeout. */
export function attemptSignal(): AbortSignal {
  const { startToCloseTimeoutMs } = activityInfo();
  return AbortSignal.any([cancellationSignal(), AbortSignal.timeout(Math.max(1, startToCloseTimeoutMs - reserveMs))]);
}
