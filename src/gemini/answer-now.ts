import type { CollectedPlace, Language, LedgerEntry } from '../workflows/contract.ts';
import { type ModelAnswer, readAnswer, unusableCode } from './answer.ts';
import { type CallOptions, callGemini, GeminiCallError, UnusableAnswer } from './call.ts';
import type { ClientContext } from './context.ts';
import { type GenerateContentRequest, generate } from './generate.ts';
import { confirmedUsage } from './pricing.ts';
import { reportRequest } from './prompts.ts';
import { comparisonRequest } from './prompts-compare.ts';

/** What a request of a batch line brought at once, and what it cost. */
type AnsweredNow = { answer: ModelAnswer; usage: LedgerEntry };

/** The request for a report as in its batch line, answered at once at full price. Throws `GeminiCallError`, with the usage of an empty or blocked answer; of a cut one returns what there is. */
export async function answerNow(
  context: ClientContext,
  input: { collected: CollectedPlace; language: Language },
  options: CallOptions = {},
): Promise<AnsweredNow> {
  return answerAtOnce(context, reportRequest(input), options);
}

/** The request for a comparison as in its batch line, answered at once at full price. Throws `GeminiCallError`, with the usage of an empty or blocked answer; of a cut one returns what there is. */
export async function compareNow(
  context: ClientContext,
  input: { collected: CollectedPlace[]; language: Language },
  options: CallOptions = {},
): Promise<AnsweredNow> {
  return answerAtOnce(context, comparisonRequest(input), options);
}

async function answerAtOnce(
  { ai, reportModel }: ClientContext,
  request: GenerateContentRequest,
  { signal }: CallOptions,
): Promise<AnsweredNow> {
  return callGemini('answerNow', signal, async () => {
    const response = await generate(ai, reportModel, request, signal);
    const usage = confirmedUsage('answerNow', reportModel, response);
    const answer = readAnswer(response);
    const isPartThere = answer.kind === 'cut-off' && answer.text.trim() !== '';
    const problem = isPartThere ? undefined : unusableCode(answer);
    if (problem) throw new GeminiCallError('answerNow', new UnusableAnswer(problem), { usage });
    return { answer, usage };
  });
}
