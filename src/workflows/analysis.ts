import { ApplicationFailure, CancellationScope, CancelledFailure, upsertMemo } from '@temporalio/workflow';
import { bestEffort, safeWrite } from './activity-options.ts';
import { type AnalysisState, enterStage, openAnalysis } from './analysis-state.ts';
import { apologise } from './apology.ts';
import { cancelBatches } from './batch.ts';
import { collect } from './collecting.ts';
import type { AnalysisInput, AnalysisResult, FinishedReport } from './contract.ts';
import { deliverAnswer } from './delivery.ts';
import { failure } from './failures.ts';
import { type MadeAnswer, makeAnswer } from './reports.ts';

/**
 * Turns the reviews of 1..N places into one pushed report.
 *
 * Ends Completed with the report, Failed (type = `FailureReason`) when the user got none, Cancelled after a cancel. In
 * each case the memo says what was paid, how many batch jobs it asked for and how long the one took that brought results.
 */
export async function analysis(input: AnalysisInput): Promise<AnalysisResult> {
  const root = CancellationScope.current();
  const work = new CancellationScope();
  const state = openAnalysis(input, { root, work });
  try {
    return await work.run(() => analyse(state));
  } catch (error) {
    return CancellationScope.nonCancellable(() => endWithoutReport(state, root, error));
  }
}

async function analyse(state: AnalysisState): Promise<AnalysisResult> {
  const collected = await collect(state);
  const made = await makeAnswer(state, collected);
  return CancellationScope.nonCancellable(() => deliver(state, made)).catch((error: unknown) => {
    throw withReport(state, made, error);
  });
}

async function deliver(state: AnalysisState, made: MadeAnswer): Promise<AnalysisResult> {
  if (state.cancelAsked) throw new CancelledFailure('The person cancelled before the push');
  const cleaned = cleanUp(state);
  const delivery = await deliverAnswer(state, made.plan, 'report');
  // The report's page and the next tap wait for the end of the run.
  if (state.version === 1) await cleaned;
  enterStage(state, 'delivered');
  keepLedger(state);
  const ledger = state.ledger.entries();
  const { language } = state.input;
  return { outcome: 'delivered', delivery, language, ...made, ledger, finishedAtMs: Date.now() };
}

/** A report that LINE did not take stays on its page, which reads it from how the run failed. */
function withReport({ input }: AnalysisState, made: MadeAnswer, error: unknown): unknown {
  if (!(error instanceof ApplicationFailure) || error.type !== 'Undelivered') return error;
  const { reports, comparison } = made;
  const report: FinishedReport = { language: input.language, reports, comparison, finishedAtMs: Date.now() };
  return failure('Undelivered', error.message, error.cause, [report]);
}

/** An apology, or silence when the person has cancelled; an operator's cancel and the person's both end as Cancelled. */
async function endWithoutReport(state: AnalysisState, root: CancellationScope, error: unknown): Promise<never> {
  try {
    if (!state.cancelAsked) await apologise(state, error);
  } catch (end) {
    if (!state.cancelAsked) {
      keepLedger(state);
      throw end;
    }
  }
  if (state.cancelAsked) {
    await cancelBatches(state);
    await cleanUp(state);
  }
  enterStage(state, 'cancelled');
  keepLedger(state);
  // Only Temporal's own cancel ends a run as Cancelled, and a workflow cannot cancel itself.
  if (!state.operatorCancelled) await safeWrite.endAsCancelled();
  return root.cancelRequested;
}

/** The input file is not needed any more; Google deletes what stays after 48 hours. */
async function cleanUp({ inputFileName }: AnalysisState): Promise<void> {
  if (inputFileName) await bestEffort.cleanUp({ fileName: inputFileName }).catch(() => undefined);
}

function keepLedger({ ledger, ownerRunId, submission, inputFileName, batchMs, jobs }: AnalysisState): void {
  const submissions = inputFileName === undefined ? submission - 1 : submission;
  const jobNames = jobs?.map(({ batchName }) => batchName);
  upsertMemo({ ledger: ledger.entries(), ownerRunId, submissions, batchMs, jobs: jobNames });
}
