import type { Report } from '../report/report.ts';
import { backOffs } from '../workflows/back-offs.ts';
import type { CollectedPlace, Language, LedgerEntry } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { withDroppedInLast } from './dropped-claims.ts';
import { logUnusable, refuseUselessCut } from './model-answer.ts';
import { reportFrom } from './model-report.ts';
import { paidCall } from './paid-call.ts';

/** The same request as in the batch, answered at once at full price; null when the answer is not usable. */
export async function answerNow(
  { gemini }: ActivityDependencies,
  input: { collected: CollectedPlace; language: Language },
): Promise<{ report: Report | null; usage: LedgerEntry[] }> {
  const options = { call: 'answerNow', backOff: backOffs.paidRead } as const;
  const { made, usage } = await paidCall(options, async () => {
    const { answer, usage: price } = await gemini.answerNow(input, { signal: attemptSignal() });
    const report = reportFrom(input.collected, answer, undefined, logUnusable('report'));
    refuseUselessCut(report, answer, price);
    return { made: report ?? null, usage: price };
  });
  return { report: made, usage: withDroppedInLast(usage, made) };
}
