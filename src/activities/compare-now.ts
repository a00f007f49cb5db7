import type { Comparison } from '../report/report.ts';
import type { CollectedPlace, Language, LedgerEntry } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini, withEarlierAttempts } from './failures.ts';
import { comparisonFrom } from './model-comparison.ts';

/** The same request as in the batch's last line, answered at once at full price; null when the answer is not usable. */
export async function compareNow(
  { gemini }: ActivityDependencies,
  input: { collected: CollectedPlace[]; language: Language },
): Promise<{ comparison: Comparison | null; usage: LedgerEntry[] }> {
  const { answer, usage } = await callGemini(() => gemini.compareNow(input, { signal: attemptSignal() }));
  return { comparison: comparisonFrom(input.collected, answer) ?? null, usage: withEarlierAttempts(usage) };
}
