import type { OutcomeCode } from './outcomes.ts';
import { generateContentResponse, textOf } from './response.ts';

/** What a model's answer is worth. */
export type ModelAnswer =
  | { kind: 'text'; text: string }
  /** The prompt or the answer was held back; `reason` is Gemini's word for it. */
  | { kind: 'blocked'; reason: string }
  /** Ended by MAX_TOKENS. The text may be empty, and what of it came whole may be of use. */
  | { kind: 'cut-off'; text: string }
  | { kind: 'empty' };

/** The outcome of an answer without a text that can be used; undefined when there is one. */
export function unusableCode(answer: ModelAnswer): OutcomeCode | undefined {
  switch (answer.kind) {
    case 'text':
      return undefined;
    case 'blocked':
      return 'GeminiBlocked';
    case 'cut-off':
      return 'GeminiCutOff';
    case 'empty':
      return 'GeminiEmptyAnswer';
  }
}

/** Finish reasons that mean "held back" ("Safety settings", "Generate content" reference). */
const blockingReasons = new Set([
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
]);

/**
 * Reads a GenerateContentResponse, from a call or from a line of a result file. Finish reasons that no page names count
 * for nothing: what matters is whether there is text. Never throws; what is no response at all is `empty`.
 */
export function readAnswer(response: unknown): ModelAnswer {
  const parsed = generateContentResponse.safeParse(response);
  if (!parsed.success) return { kind: 'empty' };
  const { promptFeedback, candidates } = parsed.data;
  const blockReason = promptFeedback?.blockReason;
  if (blockReason && candidates.length === 0) return { kind: 'blocked', reason: blockReason };
  const finishReason = candidates[0]?.finishReason ?? '';
  if (blockingReasons.has(finishReason)) return { kind: 'blocked', reason: finishReason };
  const text = textOf(parsed.data);
  if (finishReason === 'MAX_TOKENS') return { kind: 'cut-off', text };
  return text.trim() === '' ? { kind: 'empty' } : { kind: 'text', text };
}
