import { condition, isCancellation, log } from '@temporalio/workflow';
import type { CreatedBatch } from '../activities/create-batch.ts';
import { hintedRead, unsafeCreateWithin } from './activity-options.ts';
import { type AnalysisState, patienceLeftMs } from './analysis-state.ts';
import { createPauseMs, unknownCreateMs } from './decisions.ts';
import { failure } from './failures.ts';

/** The answer to a create usually overtakes the webhook; that of a worker that died never comes. */
const answerGraceMs = 10_000;

/** A job; `isCertain` when no other create may have made another one. */
export type KnownJob = { kind: 'job'; batchName: string; doubles: number; isCertain: boolean };

/**
 * Asks Gemini for the job of the present submission until it is known what became of it, or patience ends. After a create
 * of unknown outcome the next look waits until the server can no longer accept it, and longer each time; a webhook that
 * names our job ends that wait.
 *
 * @throws ApplicationFailure `GeminiUnavailable` when patience has ended, or the user wants the answer now.
 */
export async function createJob(state: AnalysisState, fileName: string): Promise<KnownJob | { kind: 'ended' }> {
  for (let create = 1; ; create++) {
    const created = await createOnce(state, fileName);
    if (created.kind === 'job') return { isCertain: true, ...created };
    if (created.kind === 'ended') return created;
    log.warn('Nobody knows whether Gemini has created the batch job; looking again', { create });
    state.createKnownAtMs = Date.now() + unknownCreateMs;
    const named = await untilNamed(state, Date.now() + Math.min(createPauseMs(create), patienceLeftMs(state)));
    if (named) return named;
    if (state.answerNowAsked || patienceLeftMs(state) <= 0) {
      throw failure('GeminiUnavailable', `${create} creates of the batch job had an unknown outcome`);
    }
  }
}

/** One create; ended early by a webhook that names the job when the attempt's own answer stays away. */
async function createOnce(state: AnalysisState, fileName: string): Promise<CreatedBatch | KnownJob> {
  const { ownerRunId, submission, startedAtMs, version } = state;
  const attempt = unsafeCreateWithin(patienceLeftMs(state)).createBatch.executeWithOptions(
    { summary: `submission ${submission}` },
    [{ ownerRunId, submission, fileName, startedAtMs, version }],
  );
  if (version === 1) return attempt;
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  attempt.then(settle, settle);
  try {
    for (;;) {
      await condition(() => isSettled || state.namedJobs.length > 0);
      if (isSettled || (await condition(() => isSettled, answerGraceMs))) break;
      const named = await adoptNamed(state);
      if (named) return named;
    }
  } catch (error) {
    // A cancel waits for the attempt under way, so that the undo finds its job.
    if (!isCancellation(error)) throw error;
  }
  return attempt;
}

async function untilNamed(state: AnalysisState, untilMs: number): Promise<KnownJob | undefined> {
  const isWoken = () => state.namedJobs.length > 0 || state.answerNowAsked;
  for (let leftMs = untilMs - Date.now(); leftMs > 0; leftMs = untilMs - Date.now()) {
    await condition(isWoken, leftMs, { summary: 'create unknown' });
    if (state.answerNowAsked && state.namedJobs.length === 0) return undefined;
    const named = await adoptNamed(state);
    if (named) return named;
  }
  return undefined;
}

/** The first of the named jobs that is ours. */
async function adoptNamed(state: AnalysisState): Promise<KnownJob | undefined> {
  const { ownerRunId, submission, version } = state;
  for (let batchName = state.namedJobs.shift(); batchName; batchName = state.namedJobs.shift()) {
    const isOurs = await hintedRead.adoptBatch({ batchName, ownerRunId, submission, version }).catch(noUnlessCancelled);
    if (isOurs) return { kind: 'job', batchName, doubles: 0, isCertain: false };
  }
  return undefined;
}

function noUnlessCancelled(error: unknown): boolean {
  if (isCancellation(error)) throw error;
  return false;
}
