import { isCancellation, log } from '@temporalio/workflow';
import type { Report } from '../report/report.ts';
import { paidRead, paidReadAttempts, read } from './activity-options.ts';
import { type AnalysisState, enterStage } from './analysis-state.ts';
import { type BatchEnd, cancelBatches, runBatch } from './batch.ts';
import type { CollectedPlace, Place, SendPlan } from './contract.ts';
import { failure } from './delivery.ts';

/** What the places' reviews became, and the messages that say so. */
export type MadeReports = { reports: Report[]; plan: SendPlan };

/**
 * Collects what people write about each place; places without a sourced sentence are left out.
 *
 * @throws ApplicationFailure `NoReviews` when none is left, or the last error when every call failed.
 */
export async function collect(state: AnalysisState): Promise<CollectedPlace[]> {
  const { language, places } = state.input;
  const outcomes = await Promise.all(places.map((place) => collectOne(state, place)));
  const collected = outcomes.filter((outcome) => 'place' in outcome);
  const failed = outcomes.find((outcome) => 'error' in outcome);
  if (collected.length === 0 && failed) throw failed.error;
  const worth = collected.filter(({ reviews }) => reviews.statements.length > 0);
  if (worth.length === 0) throw failure('NoReviews', `Google returned no sentence with a source (${language})`);
  return worth;
}

async function collectOne(state: AnalysisState, place: Place): Promise<CollectedPlace | { error: unknown }> {
  try {
    const { reviews } = await state.ledger.paid('collectReviews', paidReadAttempts, () =>
      paidRead.collectReviews.executeWithOptions({ summary: place.name }, [{ place, language: state.input.language }]),
    );
    return { place, reviews };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { error };
  }
}

/** Reports from the batch; what the batch leaves open is made by ordinary call, all for one single push. */
export async function makeReports(state: AnalysisState, collected: CollectedPlace[]): Promise<MadeReports> {
  enterStage(state, 'submitting');
  const { language } = state.input;
  const end = await runBatch(state, collected).catch((error: unknown) => batchBroken(state, error));
  const fetched = end.kind === 'succeeded' ? await fetchReports(state, end.resultFileName, collected) : undefined;
  if (fetched?.plan) return { reports: fetched.reports.filter((report) => report !== null), plan: fetched.plan };
  const why = end.kind === 'given-up' ? end.why : 'the batch left reports open';
  const reports = await fillByOrdinaryCall(state, collected, fetched?.reports ?? [], why);
  return { reports, plan: await read.renderReport({ reports, language }) };
}

/** A create whose outcome is unknown may still cost: what bears our name is cancelled before anything else is paid. */
async function batchBroken(state: AnalysisState, error: unknown): Promise<BatchEnd> {
  if (isCancellation(error)) throw error;
  log.warn('No batch could be had', { error });
  await cancelBatches(state);
  return { kind: 'given-up', why: 'the batch job could not be created or watched' };
}

async function fetchReports(state: AnalysisState, resultFileName: string, collected: CollectedPlace[]) {
  try {
    const fetched = await read.fetchReports({ resultFileName, collected, language: state.input.language });
    state.batchLines?.settle(fetched.usage);
    return fetched;
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('The results of the batch cannot be had', { error });
    return undefined;
  }
}

async function fillByOrdinaryCall(
  state: AnalysisState,
  collected: CollectedPlace[],
  fromBatch: (Report | null)[],
  why: string,
): Promise<Report[]> {
  const fromBatchOnly = fromBatch.filter((report) => report !== null);
  if (!state.input.policy.ordinaryCallAllowed) {
    if (fromBatchOnly.length > 0) return fromBatchOnly;
    throw failure('BatchFailed', `No ordinary call is allowed, and ${why}`);
  }
  log.info('Answering by ordinary call', { why });
  enterStage(state, 'answering-now');
  const outcomes = await Promise.all(
    collected.map(async (place, i) => fromBatch[i] ?? answerByOrdinaryCall(state, place)),
  );
  const reports = outcomes.filter((outcome) => 'placeName' in outcome);
  if (reports.length > 0) return reports;
  throw (
    outcomes.find((outcome) => 'error' in outcome)?.error ?? failure('ModelRefused', 'No usable answer for any place')
  );
}

async function answerByOrdinaryCall(
  state: AnalysisState,
  collected: CollectedPlace,
): Promise<Report | { error: unknown }> {
  try {
    const { report } = await state.ledger.paid('answerNow', paidReadAttempts, () =>
      paidRead.answerNow.executeWithOptions({ summary: collected.place.name }, [
        { collected, language: state.input.language },
      ]),
    );
    return report ?? { error: failure('ModelRefused', 'The model gave no usable report') };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { error };
  }
}
