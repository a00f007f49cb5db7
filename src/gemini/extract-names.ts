import { z } from 'zod';
import type { Language, LedgerEntry, Place } from '../workflows/contract.ts';
import { readAnswer, unusableCode } from './answer.ts';
import { type CallOptions, callGemini, GeminiCallError, UnusableAnswer } from './call.ts';
import type { ClientContext } from './context.ts';
import { generate } from './generate.ts';
import { matchedPlaces, type PlaceCandidate } from './places.ts';
import { confirmedUsage } from './pricing.ts';
import { extractNamesRequest } from './prompts.ts';

const picked = z.object({
  places: z.array(z.object({ name: z.string(), knownFor: z.string().catch('') })),
});

/**
 * The top places of grounded prose: 0 to 3, only those that match a candidate. Throws `GeminiCallError`, also when the
 * answer is blocked, cut off or not the JSON that was asked for; it then carries the usage, since that was billed.
 */
export async function extractNames(
  { ai, groundingModel }: ClientContext,
  input: { prose: string; candidates: PlaceCandidate[]; language: Language },
  { signal }: CallOptions = {},
): Promise<{ places: Place[]; usage: LedgerEntry }> {
  return callGemini('extractNames', signal, async () => {
    const response = await generate(ai, groundingModel, extractNamesRequest(input), signal);
    const usage = confirmedUsage('extractNames', groundingModel, response);
    const answer = readAnswer(response);
    try {
      if (answer.kind !== 'text') throw new UnusableAnswer(unusableCode(answer) ?? 'GeminiEmptyAnswer');
      return { places: matchedPlaces(picked.parse(JSON.parse(answer.text)).places, input.candidates), usage };
    } catch (cause) {
      throw new GeminiCallError('extractNames', cause, { usage });
    }
  });
}
