import { pushWithin, read } from './activity-options.ts';
import type { RunId } from './contract.ts';
import { pushWindowMs } from './decisions.ts';

/**
 * Apologises for an analysis that was terminated, under the retry key of the answer that it may have sent: when LINE took
 * that one, it does not take this.
 */
export async function lateApology(run: RunId): Promise<'apologised' | 'nothing-to-say'> {
  const request = await read.readUnanswered(run);
  if (!request) return 'nothing-to-say';
  const { input, ownerRunId, startedAtMs, kind } = request;
  const remainingMs = startedAtMs + pushWindowMs - Date.now();
  if (remainingMs <= 0) return 'nothing-to-say';
  const { language, places, nearbyEventId, placeIndex, chat } = input;
  const plan = await read.renderApology({ language, reason: 'StoppedByOperator', places, nearbyEventId, placeIndex });
  await pushWithin(remainingMs).pushReport({ to: chat.to, plan, ownerRunId, startedAtMs, kind });
  return 'apologised';
}
