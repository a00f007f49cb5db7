import type { Answer } from '../../core/server.ts';
import { googleError } from '../wire/errors.ts';
import { isBeforeGemini3 } from './models.ts';
import type { GenerateContentRequest } from './request.ts';

/** Tokens that a thought takes unless the request says otherwise. */
const usualTokens = 64;
const tokensOfLevel: Record<string, number> = { MINIMAL: 0, LOW: 32, MEDIUM: usualTokens, HIGH: 128 };

/** Models that cannot stop thinking, and one that thinks only when asked to ("Thinking"). */
const alwaysThinks = /^gemini-2\.5-pro\b/;
const thinksWhenAsked = /^gemini-2\.5-flash-lite\b/;

/** The answer to thinking settings that a model does not take ("Thinking"); undefined if it does. */
export function thinkingProblem(model: string, request: GenerateContentRequest): Answer | undefined {
  const { thinkingBudget, thinkingLevel } = request.generationConfig?.thinkingConfig ?? {};
  if (thinkingBudget !== undefined && thinkingLevel !== undefined) {
    return refused('You can only set only one of thinking budget and thinking level.');
  }
  if (thinkingLevel !== undefined && isBeforeGemini3(model)) {
    return refused('Thinking level is not supported for this model.');
  }
  if (thinkingBudget === 0 && alwaysThinks.test(model)) {
    return refused('Budget 0 is invalid. This model only works in thinking mode.');
  }
  return undefined;
}

/**
 * Tokens that the model spends on thinking. A budget is an upper bound, and so is `maxOutputTokens`, which thoughts and
 * answer share; with nothing else said, the model leaves half of it to the answer.
 */
export function thoughtTokensOf(model: string, request: GenerateContentRequest): number {
  const { maxOutputTokens = Infinity, thinkingConfig = {} } = request.generationConfig ?? {};
  const { thinkingBudget = -1, thinkingLevel } = thinkingConfig;
  if (thinkingBudget >= 0) return Math.min(usualTokens, thinkingBudget, maxOutputTokens);
  if (thinkingLevel !== undefined) {
    return Math.min(tokensOfLevel[thinkingLevel.toUpperCase()] ?? usualTokens, maxOutputTokens);
  }
  const isDynamic = thinkingConfig.thinkingBudget !== undefined;
  if (thinksWhenAsked.test(model) && !isDynamic) return 0;
  return Math.min(usualTokens, Math.floor(maxOutputTokens / 2));
}

const refused = (message: string) => googleError('INVALID_ARGUMENT', message);
