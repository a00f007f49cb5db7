import type { GroundedReviews } from '../report/report.ts';
import type { Language, LedgerEntry, Place } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini, withEarlierAttempts } from './failures.ts';

/** Google Search grounding: what people write about one place, sentence by sentence with sources. */
export async function collectReviews(
  { gemini }: ActivityDependencies,
  input: { place: Place; language: Language },
): Promise<{ reviews: GroundedReviews; usage: LedgerEntry[] }> {
  const found = await callGemini(() => gemini.collectReviews(input, { signal: attemptSignal() }));
  return { reviews: found.reviews, usage: withEarlierAttempts(found.usage) };
}
