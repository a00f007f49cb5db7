import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';

/** Deletes the input file. The job stays: after a reset it must be found again instead of being paid again. */
export async function cleanUp({ gemini }: ActivityDependencies, input: { fileName: string }): Promise<void> {
  await callGemini(() => gemini.deleteFile(input.fileName, { signal: attemptSignal() }));
}
