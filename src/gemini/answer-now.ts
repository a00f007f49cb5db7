import type { CollectedPlace, Language, LedgerEntry } from '../workflows/contract.ts';
import { type ModelAnswer, readAnswer } from './answer.ts';
import { type CallOptions, callGemini } from './call.ts';
import type { ClientContext } from './context.ts';
import { generate } from './generate.ts';
import { confirmedUsage } from './pricing.ts';
import { reportRequest } from './prompts.ts';

/** The request of a batch line, answered at once at full price. Throws `GeminiCallError`. */
export async function answerNow(
  { ai, reportModel }: ClientContext,
  input: { collected: CollectedPlace; language: Language },
  { signal }: CallOptions = {},
): Promise<{ answer: ModelAnswer; usage: LedgerEntry }> {
  return callGemini('answerNow', signal, async () => {
    const response = await generate(ai, reportModel, reportRequest(input), signal);
    return { answer: readAnswer(response), usage: confirmedUsage('answerNow', reportModel, response) };
  });
}
