import type { Comparison } from '../report/report.ts';
import { backOffs, maxBilledAttempts } from '../workflows/back-offs.ts';
import type { CollectedPlace, Language, LedgerEntry } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { withDroppedInLast } from './dropped-claims.ts';
import { logUnusable, refuseUselessCut } from './model-answer.ts';
import { comparisonFrom } from './model-comparison.ts';
import { paidCall } from './paid-call.ts';

/** The same request as in the batch's last line, answered at once at full price; null when the answer is not usable. */
export async function compareNow(
  { gemini }: ActivityDependencies,
  input: { collected: CollectedPlace[]; language: Language },
): Promise<{ comparison: Comparison | null; usage: LedgerEntry[] }> {
  const options = { call: 'answerNow', backOff: backOffs.paidRead, maxBilled: maxBilledAttempts.extra } as const;
  const { made, usage } = await paidCall(options, async () => {
    const { answer, usage: price } = await gemini.compareNow(input, { signal: attemptSignal() });
    const comparison = comparisonFrom(input.collected, answer, logUnusable('comparison'));
    refuseUselessCut(comparison, answer, price);
    return { made: comparison ?? null, usage: price };
  });
  return { comparison: made, usage: withDroppedInLast(usage, made) };
}
