import { CancellationScope, condition, log, sleep, upsertMemo } from '@temporalio/workflow';
import type { BatchCheck } from '../activities/check-batch.ts';
import { read, safeWrite, undo } from './activity-options.ts';
import { type AnalysisState, enterStage, type OwnJob } from './analysis-state.ts';
import { batchLineCount } from './comparison.ts';
import type { CollectedPlace } from './contract.ts';
import { createJob, type KnownJob } from './create-job.ts';
import { afterCheck, pollDelayMs, queueDelayMs } from './decisions.ts';
import { failureType } from './failures.ts';

const maxSubmissions = 3;

const maxLooksWithoutOutput = 3;

/** A batch that has ended well, or the reason why there will be none. */
export type BatchEnd = { kind: 'succeeded'; resultFileName: string } | { kind: 'given-up'; why: string };

/** Has the reports made by the Batch API: uploads, creates (never twice), waits. */
export async function runBatch(state: AnalysisState, collected: CollectedPlace[]): Promise<BatchEnd> {
  const submitted = await submit(state, collected);
  if (!submitted) return { kind: 'given-up', why: 'no batch job could be created' };
  enterStage(state, 'waiting');
  return waitForEnd(state, submitted);
}

/** @returns the batch's name, or undefined when patience or the number of submissions is used up. */
async function submit(state: AnalysisState, collected: CollectedPlace[]): Promise<string | undefined> {
  const { ownerRunId } = state;
  let queuedAttempts = 0;
  while (state.submission <= maxSubmissions && remainingMs(state) > 0 && !state.answerNowAsked) {
    state.inputFileName ??= (
      await safeWrite.uploadJsonl({
        ownerRunId,
        submission: state.submission,
        collected,
        language: state.input.language,
        version: state.version,
      })
    ).fileName;
    const lines = state.ledger.open('batchLine', batchLineCount(collected));
    const { jobs } = state;
    state.jobs = undefined;
    try {
      const created = await createJob(state, state.inputFileName);
      if (created.kind === 'job') {
        state.batchName = created.batchName;
        state.batchLines = lines;
        state.batchCreatedAtMs = Date.now();
        state.ledger.open('batchLine', created.doubles * batchLineCount(collected));
        if (created.doubles === 0) keepJob(state, jobs, created);
        return created.batchName;
      }
      // A job that has ended has a name that nobody told us.
      state.submission++;
    } catch (error) {
      switch (failureType(error)) {
        case 'GeminiBatchQuota':
          lines.settle([]);
          state.jobs = jobs;
          enterStage(state, 'queued');
          await condition(() => state.answerNowAsked, Math.min(queueDelayMs(queuedAttempts++), remainingMs(state)));
          break;
        case 'InputFileGone':
          lines.settle([]);
          state.jobs = jobs;
          state.inputFileName = undefined;
          state.submission++;
          break;
        default:
          throw error;
      }
    }
  }
  return undefined;
}

/** The memo holds the names of a run's jobs, so that nobody has to look for them among everybody's. */
function keepJob(state: AnalysisState, earlier: OwnJob[] | undefined, { batchName, isCertain }: KnownJob): void {
  if (state.version === 1) return;
  if (earlier && isCertain) state.jobs = [...earlier, { batchName, submission: state.submission }];
  upsertMemo({ ownerRunId: state.ownerRunId, jobs: state.jobs?.map((job) => job.batchName) });
}

/**
 * The webhook only wakes; what `batches.get` says counts. That a job is not there, or has no output though it succeeded, is
 * believed when three looks say so that are a poll apart.
 */
async function waitForEnd(state: AnalysisState, batchName: string): Promise<BatchEnd> {
  let missingInARow = 0;
  let withoutOutput = 0;
  for (let poll = 0; remainingMs(state) > 0 && !state.answerNowAsked; ) {
    const delayMs = Math.min(pollDelayMs(poll), remainingMs(state));
    const woken = await condition(() => state.nudged || state.answerNowAsked, delayMs, { summary: `poll ${poll + 1}` });
    if (!woken) poll++;
    if (state.answerNowAsked) break;
    state.nudged = false;
    const check = await look(state, batchName);
    // A look that a webhook brought on follows the one before too closely to be another witness.
    const counts = state.version === 1 || !woken;
    missingInARow = check.state === 'missing' ? missingInARow + (counts || missingInARow === 0 ? 1 : 0) : 0;
    const next = afterCheck(check.state, missingInARow);
    if (next === 'fetch' && check.resultFileName) {
      state.batchMs = Date.now() - (state.batchCreatedAtMs ?? Date.now());
      return { kind: 'succeeded', resultFileName: check.resultFileName };
    }
    if (next === 'fetch' && (counts || withoutOutput === 0)) withoutOutput++;
    if (state.version === 2 && withoutOutput >= maxLooksWithoutOutput) {
      return { kind: 'given-up', why: 'the batch job succeeded without an output' };
    }
    if (next === 'give-up') return { kind: 'given-up', why: `the batch job is ${check.state}` };
  }
  return giveUp(state, batchName);
}

/** Asks how the job stands; one that does not bear the name that we gave it is refused as `OutputNotOurs`. */
async function look({ ownerRunId, submission, version }: AnalysisState, batchName: string): Promise<BatchCheck> {
  return read.checkBatch({ batchName, ownerRunId, submission, version });
}

/** Cancels the batch; one that has ended well in the meantime is taken after all. */
async function giveUp(state: AnalysisState, batchName: string): Promise<BatchEnd> {
  await cancelBatches(state);
  const check = await look(state, batchName);
  if (check.state === 'succeeded' && check.resultFileName)
    return { kind: 'succeeded', resultFileName: check.resultFileName };
  return { kind: 'given-up', why: state.answerNowAsked ? 'the user asked for an answer now' : 'patience is used up' };
}

/** The saga's undo: finds this run's jobs by their display names, not by a remembered one, and cancels them. Never fails. */
export async function cancelBatches(state: AnalysisState): Promise<void> {
  const { ownerRunId, submission, startedAtMs, version, jobs } = state;
  if (state.inputFileName === undefined && submission === 1) return;
  try {
    await CancellationScope.nonCancellable(async () => {
      const unknownMs = state.createKnownAtMs - Date.now();
      if (jobs === undefined && unknownMs > 0) await sleep(unknownMs);
      return undo.cancelBatch({ ownerRunId, submissions: submission, startedAtMs, version, jobs });
    });
  } catch (error) {
    log.warn('The batch could not be cancelled; the sweep will try again', { error });
  }
}

function remainingMs(state: AnalysisState): number {
  return state.startedAtMs + state.input.policy.patienceMs - Date.now();
}
