import type { BatchState } from '../gemini/batch-states.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';

/** What a look at the batch shows. */
export type BatchCheck = { state: BatchState; rawState: string; resultFileName?: string };

/** Asks Gemini how the batch stands. */
export async function checkBatch({ gemini }: ActivityDependencies, input: { batchName: string }): Promise<BatchCheck> {
  const { state, rawState, resultFileName } = await callGemini(() =>
    gemini.getBatch(input.batchName, { signal: attemptSignal() }),
  );
  return { state, rawState, resultFileName };
}
