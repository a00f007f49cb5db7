import { reportRequest } from '../gemini/prompts.ts';
import { comparisonRequest } from '../gemini/prompts-compare.ts';
import type { Language } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import { batchLines, type LinesInput } from './batch-lines.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';

/** Uploads the lines of a batch; an upload that is repeated leaves a file that Google deletes after 48 hours. */
export async function uploadJsonl(
  { gemini, names }: ActivityDependencies,
  input: LinesInput & { ownerRunId: string; submission: number; language: Language },
): Promise<{ fileName: string }> {
  const { language, collected, version = 1 } = input;
  const { placeKeys, compareKey, asked } = batchLines(names, input);
  const lines = asked.map((place, index) => ({
    key: placeKeys[index] ?? '',
    request: reportRequest({ collected: place, language }),
  }));
  if (compareKey) lines.push({ key: compareKey, request: comparisonRequest({ collected, language }) });
  const displayName = names.batchDisplayName(input.ownerRunId, input.submission, version);
  return callGemini(() => gemini.uploadJsonl({ displayName, lines }, { signal: attemptSignal() }));
}
