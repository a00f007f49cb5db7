import { isCancellation, log } from '@temporalio/workflow';
import type { Comparison, Report } from '../report/report.ts';
import { paidExtra, paidReadWithin, read } from './activity-options.ts';
import { type AnalysisState, enterStage, patienceLeftMs } from './analysis-state.ts';
import { maxBilledAttempts } from './back-offs.ts';
import { type BatchEnd, cancelBatches, runBatch } from './batch.ts';
import { type Answer, answerOf, isComparable } from './comparison.ts';
import type { CollectedPlace, Place, SendPlan } from './contract.ts';
import { failure } from './failures.ts';

/** An ordinary call is tried for so long at least, also when patience is over. */
const standardCallMs = 15 * 60_000;

/** What the places' reviews became, and the messages that say so. */
export type MadeAnswer = Answer & { plan: SendPlan };

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
    const { collectReviews } = paidReadWithin(patienceLeftMs(state));
    const { reviews } = await state.ledger.paid('collectReviews', maxBilledAttempts.needed, () =>
      collectReviews.executeWithOptions({ summary: place.name }, [{ place, language: state.input.language }]),
    );
    return { place, reviews };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { error };
  }
}

/**
 * Reports and comparison from the batch; what the batch leaves open is made by ordinary call, all for one single push.
 *
 * A comparison is not worth a wait of its own: it is asked for again only beside a report that is, or when its line
 * failed. One that the model was asked for and that was of no use stays away.
 */
export async function makeAnswer(state: AnalysisState, collected: CollectedPlace[]): Promise<MadeAnswer> {
  enterStage(state, 'submitting');
  const { language } = state.input;
  const end = await runBatch(state, collected).catch((error: unknown) => batchBroken(state, error));
  const fetched = end.kind === 'succeeded' ? await fetchReports(state, end.resultFileName, collected) : undefined;
  if (fetched?.plan) return { ...answerOf(fetched.reports, fetched.comparison), plan: fetched.plan };
  const why = end.kind === 'given-up' ? end.why : 'the batch left something open';
  const [reports, comparison] = await Promise.all([
    fillByOrdinaryCall(state, collected, fetched?.reports ?? [], why),
    fetched?.comparison ?? compareByOrdinaryCall(state, collected),
  ]);
  const answer = answerOf(reports, comparison);
  return { ...answer, plan: await read.renderReport({ ...answer, language, ownerRunId: state.ownerRunId }) };
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
    const { ownerRunId, version, input } = state;
    const { language } = input;
    const fetched = await read.fetchReports({ resultFileName, collected, language, ownerRunId, version });
    state.batchLines?.settle(fetched.usage);
    return fetched;
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('The results of the batch cannot be had', { error });
    return undefined;
  }
}

/** @returns a report for each place, null where there is none; at least one. */
async function fillByOrdinaryCall(
  state: AnalysisState,
  collected: CollectedPlace[],
  fromBatch: (Report | null)[],
  why: string,
): Promise<(Report | null)[]> {
  if (!state.input.policy.ordinaryCallAllowed) {
    if (fromBatch.some((report) => report !== null)) return fromBatch;
    throw failure('BatchFailed', `No ordinary call is allowed, and ${why}`);
  }
  log.info('Answering by ordinary call', { why });
  enterStage(state, 'answering-now');
  const outcomes = await Promise.all(
    collected.map(async (place, i) => fromBatch[i] ?? answerByOrdinaryCall(state, place)),
  );
  if (outcomes.some((outcome) => 'placeName' in outcome)) {
    return outcomes.map((outcome) => ('placeName' in outcome ? outcome : null));
  }
  throw (
    outcomes.find((outcome) => 'error' in outcome)?.error ?? failure('ModelRefused', 'No usable answer for any place')
  );
}

async function answerByOrdinaryCall(
  state: AnalysisState,
  collected: CollectedPlace,
): Promise<Report | { error: unknown }> {
  try {
    // The last rung: an outage must not end in an apology while there is patience, and is waited for when there is none.
    const { answerNow } = paidReadWithin(Math.max(standardCallMs, patienceLeftMs(state)));
    const { report } = await state.ledger.paid('answerNow', maxBilledAttempts.needed, () =>
      answerNow.executeWithOptions({ summary: collected.place.name }, [{ collected, language: state.input.language }]),
    );
    return report ?? { error: failure('ModelRefused', 'The model gave no usable report') };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { error };
  }
}

/** Which place suits whom, if that can be had soon; never fails but by cancellation. */
async function compareByOrdinaryCall(state: AnalysisState, collected: CollectedPlace[]): Promise<Comparison | null> {
  const { language, policy } = state.input;
  if (!policy.ordinaryCallAllowed || !isComparable(collected)) return null;
  try {
    const { comparison } = await state.ledger.paid('answerNow', maxBilledAttempts.extra, () =>
      paidExtra.compareNow.executeWithOptions({ summary: 'comparison' }, [{ collected, language }]),
    );
    return comparison;
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('The places cannot be compared', { error });
    return null;
  }
}
