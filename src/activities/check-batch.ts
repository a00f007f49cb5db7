import { ApplicationFailure } from '@temporalio/common';
import type { BatchState } from '../gemini/batch-states.ts';
import type { RunVersion } from '../workflows/version.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';

/** What a look at the batch shows. */
export type BatchCheck = { state: BatchState; rawState: string; resultFileName?: string };

/** The job to look at and what it must be called; a look that version 1 scheduled does not say for whom it is. */
export type BatchLook = { batchName: string; ownerRunId?: string; submission?: number; version?: RunVersion };

/**
 * Asks Gemini how the batch stands, and whether it is ours: names of jobs come from outside and may come again.
 *
 * @throws ApplicationFailure `OutputNotOurs` when the job bears another name than we gave it, or has ended and bears none.
 */
export async function checkBatch({ gemini, names }: ActivityDependencies, look: BatchLook): Promise<BatchCheck> {
  const { state, rawState, resultFileName, displayName } = await callGemini(() =>
    gemini.getBatch(look.batchName, { signal: attemptSignal() }),
  );
  const { ownerRunId, submission, version = 1 } = look;
  if (ownerRunId !== undefined && submission !== undefined) {
    const expected = names.batchDisplayName(ownerRunId, submission, version);
    const isAnothers = displayName ? displayName !== expected : state === 'succeeded';
    if (isAnothers) {
      throw ApplicationFailure.create({
        type: 'OutputNotOurs',
        message: 'The batch job bears a name that is not ours',
        nonRetryable: true,
      });
    }
  }
  return { state, rawState, resultFileName };
}
