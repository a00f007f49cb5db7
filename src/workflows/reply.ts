import { isCancellation, sleep } from '@temporalio/workflow';
import { afterReply, type ReplyOutcome, replyDelayMs } from './decisions.ts';

/**
 * Tries to reply until it is clear what became of it or the token is too old.
 *
 * @returns `refused` only when surely nothing was sent.
 */
export async function replyWhileTokenLives(
  eventAtMs: number,
  attempt: () => Promise<ReplyOutcome>,
): Promise<'replied' | 'refused' | 'unclear'> {
  const outcomes: ReplyOutcome[] = [];
  for (;;) {
    outcomes.push(await attempt().catch(unclearUnlessCancelled));
    const next = afterReply(outcomes, Date.now() - eventAtMs);
    if (next !== 'again') return next;
    await sleep(replyDelayMs(outcomes.length));
  }
}

/** The worker died or was too slow while the reply was on its way. */
function unclearUnlessCancelled(error: unknown): ReplyOutcome {
  if (isCancellation(error)) throw error;
  return 'unclear';
}
