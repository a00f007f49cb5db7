import { CancellationScope, CancelledFailure, isCancellation } from '@temporalio/workflow';
import type { Report } from '../report/report.ts';
import { bestEffort, safeWrite } from './activity-options.ts';
import { type AnalysisState, enterStage, openAnalysis } from './analysis-state.ts';
import { cancelBatches } from './batch.ts';
import type { AnalysisInput, AnalysisResult, SendPlan } from './contract.ts';
import { apologise, push, say } from './delivery.ts';
import { collect, makeReports } from './reports.ts';

/**
 * Turns the reviews of 1..N places into one pushed report.
 *
 * Ends Completed with the report, Failed (type = `FailureReason`) when the user got none, Cancelled after a cancel.
 */
export async function analysis(input: AnalysisInput): Promise<AnalysisResult> {
  const root = CancellationScope.current();
  const work = new CancellationScope();
  const state = openAnalysis(input, work);
  try {
    return await work.run(() => analyse(state));
  } catch (error) {
    return CancellationScope.nonCancellable(async () => {
      if (state.cancelAsked) return endForUser(state, root);
      if (isCancellation(error)) return endForOperator(state);
      return apologise(state, error);
    });
  }
}

async function analyse(state: AnalysisState): Promise<AnalysisResult> {
  const collected = await collect(state);
  const { reports, plan } = await makeReports(state, collected);
  return CancellationScope.nonCancellable(() => deliver(state, plan, reports));
}

async function deliver(state: AnalysisState, plan: SendPlan, reports: Report[]): Promise<AnalysisResult> {
  enterStage(state, 'delivering');
  const { inputFileName } = state;
  const cleaned = inputFileName ? bestEffort.cleanUp({ fileName: inputFileName }).catch(() => undefined) : undefined;
  await push(state, plan, 'report');
  await cleaned;
  enterStage(state, 'delivered');
  const { ledger, input } = state;
  return { outcome: 'delivered', language: input.language, plan, reports, ledger, finishedAtMs: Date.now() };
}

/** The API has answered the user already: undo in silence, then end as Cancelled, which only Temporal's own cancel does. */
async function endForUser(state: AnalysisState, root: CancellationScope): Promise<never> {
  await cancelBatches(state);
  enterStage(state, 'cancelled');
  await safeWrite.endAsCancelled();
  return root.cancelRequested;
}

/** An operator's cancel: the user is told once. */
async function endForOperator(state: AnalysisState): Promise<never> {
  await cancelBatches(state);
  await say(state, 'StoppedByOperator');
  enterStage(state, 'cancelled');
  throw new CancelledFailure('Cancelled by an operator');
}
