import { isCancellation, log, sleep } from '@temporalio/workflow';
import type { MessageForm } from './contract.ts';
import { afterReply, afterReplyOfVersion1, type ReplyEnd, type ReplyOutcome, replyDelayMs } from './decisions.ts';

/** Where the age of a reply token comes from, in milliseconds. */
export type TokenAge = {
  /** Age that it has at least: while that is low, another attempt is worth its while. */
  atLeastMs: () => number;
  /** Age that it has at most: what a refusal proves depends on it; undefined when nobody knows. */
  atMostMs: () => Promise<number | undefined>;
  /** Judge as version 1 did, by the age since the event. */
  ofVersion1?: boolean;
};

/**
 * Tries to reply until it is clear what became of it or the token is too old. When LINE refuses the message itself, the
 * token is unused, and the plain form goes out with it.
 *
 * @returns `refused` only when surely nothing was sent.
 */
export async function replyWhileTokenLives(
  age: TokenAge,
  attempt: (form: MessageForm) => Promise<ReplyOutcome>,
): Promise<ReplyEnd> {
  const outcomes: ReplyOutcome[] = [];
  let form: MessageForm = 'formatted';
  for (;;) {
    const outcome = await attempt(form).catch(unclearUnlessCancelled);
    outcomes.push(outcome);
    if (outcome === 'message-refused' && form === 'formatted') {
      log.warn('LINE refuses the message as it is; the plain form follows');
      form = 'plain';
      continue;
    }
    const next = await judge(outcomes, age);
    if (next !== 'again') return next;
    await sleep(replyDelayMs(outcomes.length));
  }
}

async function judge(outcomes: ReplyOutcome[], age: TokenAge): Promise<ReplyEnd | 'again'> {
  if (age.ofVersion1) return afterReplyOfVersion1(outcomes, age.atLeastMs());
  const needsProof = outcomes.at(-1) === 'refused' && outcomes.includes('unclear');
  return afterReply(outcomes, needsProof ? await age.atMostMs() : age.atLeastMs());
}

/** The worker died or was too slow while the reply was on its way. */
function unclearUnlessCancelled(error: unknown): ReplyOutcome {
  if (isCancellation(error)) throw error;
  return 'unclear';
}
