import type { GroundedReviews } from '../report/report.ts';
import { backOffs } from '../workflows/back-offs.ts';
import type { Language, LedgerEntry, Place } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { paidCall } from './paid-call.ts';

/** Google Search grounding: what people write about one place, sentence by sentence with sources. */
export async function collectReviews(
  { gemini }: ActivityDependencies,
  input: { place: Place; language: Language },
): Promise<{ reviews: GroundedReviews; usage: LedgerEntry[] }> {
  const options = { call: 'collectReviews', backOff: backOffs.paidRead } as const;
  return paidCall(options, () => gemini.collectReviews(input, { signal: attemptSignal() }));
}
