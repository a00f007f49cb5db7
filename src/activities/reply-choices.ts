import { log } from '@temporalio/activity';
import { classifyLineError } from '../line/errors.ts';
import type { ChoicesAnswer } from '../workflows/contract.ts';
import type { ReplyOutcome } from '../workflows/decisions.ts';
import { attemptSignal } from './attempt-signal.ts';
import { choicesPlan } from './choices-plan.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** Replies once and says how that ended; what an unclear end means is for the workflow to decide. */
export async function replyChoices(
  { line, names }: ActivityDependencies,
  input: { replyToken: string; answer: ChoicesAnswer },
): Promise<ReplyOutcome> {
  const messages = choicesPlan(names, input.answer);
  try {
    await line.reply({ replyToken: input.replyToken, messages }, { signal: attemptSignal() });
    return 'accepted';
  } catch (error) {
    const { kind, code, sent } = classifyLineError(error);
    log.warn('The reply was not accepted', { code });
    if (sent === false && kind === 'retryable') return 'not-sent';
    return kind === 'permanent' ? 'refused' : 'unclear';
  }
}
