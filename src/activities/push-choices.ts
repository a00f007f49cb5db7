import type { ChoicesAnswer } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import { choicesPlan } from './choices-plan.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { lineFailure } from './failures.ts';

/** Pushes what could not be replied; the retry key keeps it from being seen twice. */
export async function pushChoices(
  { line, names }: ActivityDependencies,
  input: { to: string; ownerRunId: string; answer: ChoicesAnswer },
): Promise<void> {
  const messages = choicesPlan(names, input.answer);
  const retryKey = names.retryKey(input.ownerRunId, 'choices');
  try {
    await line.push({ to: input.to, messages, retryKey }, { signal: attemptSignal() });
  } catch (error) {
    throw lineFailure(error);
  }
}
