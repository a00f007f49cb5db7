import type { ChoicesAnswer } from '../workflows/contract.ts';
import type { ReplyOutcome } from '../workflows/decisions.ts';
import { choicesPlan } from './choices-plan.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { replyOnce } from './reply-plan.ts';

/** Replies once with the restaurants and says how that ended. */
export async function replyChoices(
  { line, names }: ActivityDependencies,
  input: { replyToken: string; answer: ChoicesAnswer },
): Promise<ReplyOutcome> {
  return replyOnce(line, { replyToken: input.replyToken, messages: choicesPlan(names, input.answer) });
}
