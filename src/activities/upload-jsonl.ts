import { reportRequest } from '../gemini/prompts.ts';
import { comparisonRequest } from '../gemini/prompts-compare.ts';
import { isComparable } from '../workflows/comparison.ts';
import type { CollectedPlace, Language } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import { compareKey, placeKey } from './batch-lines.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';

/** Uploads the lines of a batch; an upload that is repeated leaves a file that Google deletes after 48 hours. */
export async function uploadJsonl(
  { gemini, names }: ActivityDependencies,
  input: { ownerRunId: string; submission: number; collected: CollectedPlace[]; language: Language },
): Promise<{ fileName: string }> {
  const { language, collected } = input;
  const lines = [
    ...collected.map((place, index) => ({
      key: placeKey(index),
      request: reportRequest({ collected: place, language }),
    })),
    ...(isComparable(collected) ? [{ key: compareKey, request: comparisonRequest({ collected, language }) }] : []),
  ];
  const displayName = names.batchDisplayName(input.ownerRunId, input.submission);
  return callGemini(() => gemini.uploadJsonl({ displayName, lines }, { signal: attemptSignal() }));
}
