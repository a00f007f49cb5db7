import { log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { classifyGeminiError } from '../gemini/errors.ts';
import { readResults } from '../gemini/results.ts';
import type { Report } from '../report/report.ts';
import type { CollectedPlace, Language, LedgerEntry, SendPlan } from '../workflows/contract.ts';
import { unknownCall } from '../workflows/ledger-entries.ts';
import { attemptSignal } from './attempt-signal.ts';
import { lineKeys } from './batch-lines.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { geminiFailure } from './failures.ts';
import { reportFrom } from './model-report.ts';
import { reportPlan } from './report-plan.ts';

/** Reports in the order of the places, null where the batch brought none; a plan only when all are there. */
export type FetchedReports = { reports: (Report | null)[]; plan?: SendPlan; usage: LedgerEntry[] };

/** Fetches the results, matches them by key, checks each claim against its sources and renders the messages. */
export async function fetchReports(
  dependencies: ActivityDependencies,
  input: { resultFileName: string; collected: CollectedPlace[]; language: Language },
): Promise<FetchedReports> {
  const keys = lineKeys(input.collected);
  const { byKey, problems } = readResults(await download(dependencies, input.resultFileName), keys);
  if (problems.length > 0) log.warn('The result file is not as expected', { problems });
  const usage: LedgerEntry[] = [];
  const reports = input.collected.map((collected, index) => {
    const result = byKey.get(keys[index] ?? '');
    // A line without a usable answer may have been billed all the same.
    usage.push(result && 'usage' in result ? result.usage : unknownCall('batchLine'));
    if (!result || 'error' in result) return null;
    return reportFrom(collected, result.answer) ?? null;
  });
  const complete = reports.filter((report) => report !== null);
  if (complete.length < reports.length) return { reports, usage };
  return { reports, usage, plan: reportPlan(dependencies, complete, input.language) };
}

async function download({ gemini }: ActivityDependencies, fileName: string): Promise<string> {
  try {
    return await gemini.downloadResults(fileName, { signal: attemptSignal() });
  } catch (error) {
    const { code } = classifyGeminiError(error);
    if (code !== 'GeminiNotFound' && code !== 'GeminiFileGone') throw geminiFailure(error);
    throw ApplicationFailure.create({ type: 'OutputGone', message: code, nonRetryable: true });
  }
}
