import type { Report } from '../report/report.ts';
import { backOffs } from '../workflows/back-offs.ts';
import type { CollectedPlace, Language, LedgerEntry } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { withDroppedInLast } from './dropped-claims.ts';
import { reportFrom } from './model-report.ts';
import { paidCall } from './paid-call.ts';

/** The same request as in the batch, answered at once at full price; null when the answer is not usable. */
export async function answerNow(
  { gemini }: ActivityDependencies,
  input: { collected: CollectedPlace; language: Language },
): Promise<{ report: Report | null; usage: LedgerEntry[] }> {
  const options = { call: 'answerNow', backOff: backOffs.paidRead } as const;
  const { answer, usage } = await paidCall(options, () => gemini.answerNow(input, { signal: attemptSignal() }));
  const report = reportFrom(input.collected, answer) ?? null;
  return { report, usage: withDroppedInLast(usage, report) };
}
