import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { lineFailure } from './failures.ts';

/** The longest that LINE shows it. */
const loadingSeconds = 60;

/** Shows LINE's loading animation in a 1:1 chat. */
export async function showLoading({ line }: ActivityDependencies, input: { chatId: string }): Promise<void> {
  try {
    await line.showLoading({ chatId: input.chatId, seconds: loadingSeconds }, { signal: attemptSignal() });
  } catch (error) {
    throw lineFailure(error);
  }
}
