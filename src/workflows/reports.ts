import { isCancellation, log } from '@temporalio/workflow';
import type { Comparison, Report } from '../report/report.ts';
import { paidExtra, paidReadWithin, read } from './activity-options.ts';
import { type AnalysisState, enterStage, patienceLeftMs } from './analysis-state.ts';
import { maxBilledAttempts } from './back-offs.ts';
import { type BatchEnd, cancelBatches, runBatch } from './batch.ts';
import type { Collected } from './collecting.ts';
import { type Answer, answerOf, isComparable } from './comparison.ts';
import type { ApologyReason, CollectedPlace, MissingPlace, SendPlan } from './contract.ts';
import { failure } from './failures.ts';
import { missingPlace, reasonOfMissing } from './missing.ts';

/** An ordinary call is tried for so long at least, also when patience is over. */
const standardCallMs = 15 * 60_000;

/** What the places' reviews became, which places are missing, and the messages that say so. */
export type MadeAnswer = Answer & { missing?: MissingPlace[]; plan: SendPlan };

/**
 * Reports and comparison from the batch; what the batch leaves open is made by ordinary call, all for one single push.
 *
 * A comparison is not worth a wait of its own: it is asked for again only beside a report that is, or when its line
 * failed. One that the model was asked for and that was of no use stays away.
 */
export async function makeAnswer(state: AnalysisState, { collected, missing }: Collected): Promise<MadeAnswer> {
  enterStage(state, 'submitting');
  const { ownerRunId } = state;
  const { language, nearbyEventId } = state.input;
  const end = await runBatch(state, collected).catch((error: unknown) => batchBroken(state, error));
  const fetched =
    end.kind === 'succeeded' ? await fetchReports(state, end.resultFileName, { collected, missing }) : undefined;
  if (fetched?.plan) return madeOf(answerOf(fetched.reports, fetched.comparison), missing, fetched.plan);
  const why = end.kind === 'given-up' ? end.why : 'the batch left something open';
  const [outcomes, comparison] = await Promise.all([
    fillByOrdinaryCall(state, collected, fetched?.reports ?? [], why),
    fetched?.comparison ?? compareByOrdinaryCall(state, collected),
  ]);
  const answer = answerOf(
    outcomes.map((outcome) => ('placeName' in outcome ? outcome : null)),
    comparison,
  );
  const allMissing = [
    ...missing,
    ...collected.flatMap(({ place }, i) => {
      const outcome = outcomes[i];
      return outcome && 'reason' in outcome ? [missingPlace(state.input, place, outcome.reason)] : [];
    }),
  ];
  const plan = await read.renderReport({ ...answer, missing: allMissing, nearbyEventId, language, ownerRunId });
  return madeOf(answer, allMissing, plan);
}

/** Results of complete answers stay as they were before there were partial ones. */
function madeOf(answer: Answer, missing: MissingPlace[], plan: SendPlan): MadeAnswer {
  return { ...answer, ...(missing.length > 0 && { missing }), plan };
}

/** A create whose outcome is unknown may still cost: what bears our name is cancelled before anything else is paid. */
async function batchBroken(state: AnalysisState, error: unknown): Promise<BatchEnd> {
  if (isCancellation(error)) throw error;
  log.warn('No batch could be had', { error });
  await cancelBatches(state);
  return { kind: 'given-up', why: 'the batch job could not be created or watched' };
}

async function fetchReports(state: AnalysisState, resultFileName: string, { collected, missing }: Collected) {
  try {
    const { ownerRunId, version, input } = state;
    const { language, nearbyEventId } = input;
    const lines = { resultFileName, collected, ownerRunId, version };
    const fetched = await read.fetchReports({ ...lines, language, missing, nearbyEventId });
    state.batchLines?.settle(fetched.usage);
    return fetched;
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('The results of the batch cannot be had', { error });
    return undefined;
  }
}

/** @returns for each place its report or why there is none; at least one report. */
async function fillByOrdinaryCall(
  state: AnalysisState,
  collected: CollectedPlace[],
  fromBatch: (Report | null)[],
  why: string,
): Promise<(Report | { reason: ApologyReason })[]> {
  if (!state.input.policy.ordinaryCallAllowed) {
    if (fromBatch.every((report) => report === null)) {
      throw failure('BatchFailed', `No ordinary call is allowed, and ${why}`);
    }
    return collected.map((_, i) => fromBatch[i] ?? { reason: 'BatchFailed' });
  }
  log.info('Answering by ordinary call', { why });
  enterStage(state, 'answering-now');
  const outcomes = await Promise.all(
    collected.map(async (place, i) => fromBatch[i] ?? answerByOrdinaryCall(state, place)),
  );
  if (!outcomes.some((outcome) => 'placeName' in outcome)) {
    const failed = outcomes.find((outcome) => 'error' in outcome);
    throw failed?.error ?? failure('ModelRefused', 'No usable answer for any place');
  }
  return outcomes.map((outcome) => ('placeName' in outcome ? outcome : { reason: reasonOfMissing(outcome.error) }));
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
