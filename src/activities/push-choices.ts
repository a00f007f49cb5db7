import type { ChoicesAnswer, MessageForm } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import { choicesPlan } from './choices-plan.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { pushFailure } from './failures.ts';
import { keyOf, messagesIn } from './message-form.ts';

/** Pushes what could not be replied; the retry key keeps it from being seen twice. */
export async function pushChoices(
  { line, names }: ActivityDependencies,
  input: { to: string; ownerRunId: string; answer: ChoicesAnswer; form?: MessageForm },
): Promise<void> {
  const messages = messagesIn(input.form, choicesPlan(names, input.answer));
  const retryKey = names.retryKey(input.ownerRunId, keyOf('choices', input.form));
  try {
    await line.push({ to: input.to, messages, retryKey }, { signal: attemptSignal() });
  } catch (error) {
    throw pushFailure(error);
  }
}
