import { activityInfo, cancellationSignal, heartbeat, log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import type { ModelAnswer } from '../gemini/answer.ts';
import { classifyGeminiError } from '../gemini/errors.ts';
import { type LineResult, readResults } from '../gemini/results.ts';
import type { Comparison, Report } from '../report/report.ts';
import { answerOf } from '../workflows/comparison.ts';
import type { Language, LedgerEntry, MissingPlace, SendPlan } from '../workflows/contract.ts';
import { unknownCall } from '../workflows/ledger-entries.ts';
import { attemptSignal } from './attempt-signal.ts';
import { batchLines, type LinesInput } from './batch-lines.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { withDroppedClaims } from './dropped-claims.ts';
import { geminiFailure } from './failures.ts';
import { logUnusable } from './model-answer.ts';
import { comparisonFrom } from './model-comparison.ts';
import { reportFrom } from './model-report.ts';
import { reportPlan } from './report-plan.ts';

/**
 * Reports in the order of the places, null where the batch brought none, and what compares the places. A plan only when
 * nothing is left to be asked for: every report is there, and the line of the comparison, if there was one, has not
 * failed. A comparison that came and was of no use is not asked for again.
 */
export type FetchedReports = {
  reports: (Report | null)[];
  comparison: Comparison | null;
  plan?: SendPlan;
  usage: LedgerEntry[];
};

/** Fetches the results, matches them by key, checks each claim against its sources and renders the messages. */
export async function fetchReports(
  dependencies: ActivityDependencies,
  input: LinesInput & { resultFileName: string; language: Language; missing?: MissingPlace[]; nearbyEventId?: string },
): Promise<FetchedReports> {
  const { collected } = input;
  const { placeKeys, compareKey, ownNumber } = batchLines(dependencies.names, input);
  const keys = [...placeKeys, ...(compareKey ? [compareKey] : [])];
  const { byKey, problems } = readResults(await download(dependencies, input.resultFileName), keys);
  if (problems.length > 0) log.warn('The result file is not as expected', { problems });
  const answerTo = (key = '') => answerIn(byKey.get(key));
  const reports = collected.map((place, index) => {
    const answer = answerTo(placeKeys[index]);
    return (answer && reportFrom(place, answer, (cited) => ownNumber(index, cited), logUnusable('report'))) ?? null;
  });
  const compared = answerTo(compareKey);
  const comparison = (compared && comparisonFrom(collected, compared, logUnusable('comparison'))) ?? null;
  const made = [...reports, comparison];
  const usage = keys.map((key, index) => withDroppedClaims(usageOf(byKey.get(key)), made[index]));
  const fetched = { reports, comparison, usage };
  // A comparison that is blocked, cut off or empty has failed like a report's line.
  const isCompared = compared?.kind === 'text' || !compareKey;
  const isComplete = reports.every((report) => report !== null) && isCompared;
  if (!isComplete) return fetched;
  const { missing, nearbyEventId } = input;
  const answer = { ...answerOf(reports, comparison), missing, nearbyEventId };
  return { ...fetched, plan: reportPlan(dependencies, answer, input) };
}

function answerIn(result: LineResult | undefined): ModelAnswer | undefined {
  return result && 'answer' in result ? result.answer : undefined;
}

/** A line without a usable answer may have been billed all the same. */
function usageOf(result: LineResult | undefined): LedgerEntry {
  return result && 'usage' in result ? result.usage : unknownCall('batchLine');
}

/** Looks at a result file that is "not there": the first answer of that kind is not final, for the result is paid. */
const maxLooks = 4;
const lookAgainMs = [5000, 20_000, 60_000];

async function download({ gemini }: ActivityDependencies, fileName: string): Promise<string> {
  try {
    return await gemini.downloadResults(fileName, { signal: attemptSignal() });
  } catch (error) {
    if (cancellationSignal().aborted) throw cancellationSignal().reason;
    const { code } = classifyGeminiError(error);
    if (code !== 'GeminiNotFound' && code !== 'GeminiFileGone') throw geminiFailure(error);
    throw outputGone(code);
  }
}

/** How often it was not there survives in the heartbeat; other failures between do not count. */
function outputGone(code: string): ApplicationFailure {
  const looks = goneLooks.parse(activityInfo().heartbeatDetails).looks + 1;
  heartbeat({ looks });
  return ApplicationFailure.create({
    type: 'OutputGone',
    message: `${code}, look ${looks} of ${maxLooks}`,
    nonRetryable: looks >= maxLooks,
    nextRetryDelay: lookAgainMs[looks - 1],
  });
}

const goneLooks = z.object({ looks: z.int().min(0) }).catch({ looks: 0 });
