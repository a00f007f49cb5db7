import type { ChoicesAnswer, MessageForm } from '../workflows/contract.ts';
import type { ReplyOutcome } from '../workflows/decisions.ts';
import { choicesPlan } from './choices-plan.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { messagesIn } from './message-form.ts';
import { replyOnce } from './reply-plan.ts';

/** Replies once with the restaurants and says how that ended. */
export async function replyChoices(
  { line, names }: ActivityDependencies,
  input: { replyToken: string; answer: ChoicesAnswer; form?: MessageForm },
): Promise<ReplyOutcome> {
  const messages = messagesIn(input.form, choicesPlan(names, input.answer));
  return replyOnce(line, { replyToken: input.replyToken, messages });
}
