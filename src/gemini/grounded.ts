import { readAnswer, unusableCode } from './answer.ts';
import type { OutcomeCode } from './outcomes.ts';
import type { GenerateContentResponse } from './response.ts';

/** What a grounded prompt asks for, on a line of its own, when the tool found nothing. */
export const nothingFoundMarker = 'NOTHING_FOUND';

/** The sentence of a prompt that asks for the marker. */
export const askForMarker = (found: string) =>
  `If you find ${found}, write the single line ${nothingFoundMarker} and nothing else.`;

const markerLine = new RegExp(`^[^\\p{L}\\p{N}]*${nothingFoundMarker}[^\\p{L}\\p{N}]*$`, 'mu');

/** Models do not always keep to the marker: a short text that says it in words counts too. */
const maxSentenceUtf16 = 300;
const saidInWords =
  /找不到|(?:沒有?|未|查無)(?:能)?(?:找到|搜尋到|任何)|見つかりません|見つけられません|(?:could|can|did)(?:n[’']t| ?not) (?:find|locate)|unable to (?:find|locate)|\bfound (?:no|nothing)\b|\bnothing (?:was |could be )?found\b|\bthere (?:are|were) no\b|\bno (?:\w+ ){0,3}(?:were|was|could be) found\b/i;

/** Whether a grounded answer says that nothing was found. Silence does not say so. */
export function saysNothingFound(text: string): boolean {
  return markerLine.test(text) || (text.length <= maxSentenceUtf16 && saidInWords.test(text));
}

/**
 * Why a grounded answer is a failed attempt; undefined when it can be used: it names sources, or says that nothing was
 * found.
 *
 * @param hasSources whether anything in it rests on a source that Google names.
 */
export function groundedProblem(response: GenerateContentResponse, hasSources: boolean): OutcomeCode | undefined {
  const answer = readAnswer(response);
  if (answer.kind !== 'text') return unusableCode(answer);
  return hasSources || saysNothingFound(answer.text) ? undefined : 'GeminiNoSources';
}
