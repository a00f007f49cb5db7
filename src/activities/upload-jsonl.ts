import { reportRequest } from '../gemini/prompts.ts';
import type { CollectedPlace, Language } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import { lineKeys } from './batch-lines.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';

/** Uploads one line per place; an upload that is repeated leaves a file that Google deletes after 48 hours. */
export async function uploadJsonl(
  { gemini, names }: ActivityDependencies,
  input: { ownerRunId: string; submission: number; collected: CollectedPlace[]; language: Language },
): Promise<{ fileName: string }> {
  const { language, collected } = input;
  const keys = lineKeys(collected);
  const lines = collected.map((place, i) => ({
    key: keys[i] ?? '',
    request: reportRequest({ collected: place, language }),
  }));
  const displayName = names.batchDisplayName(input.ownerRunId, input.submission);
  return callGemini(() => gemini.uploadJsonl({ displayName, lines }, { signal: attemptSignal() }));
}
