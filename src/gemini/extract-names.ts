import { findMembers, findObjects } from '../report/model-json/find-members.ts';
import type { JsonNode } from '../report/model-json/node.ts';
import { readItems, readMemberText } from '../report/model-json/read-claims.ts';
import type { Language, LedgerEntry, Place } from '../workflows/contract.ts';
import { readAnswer, unusableCode } from './answer.ts';
import { type CallOptions, callGemini, GeminiCallError, UnusableAnswer } from './call.ts';
import type { ClientContext } from './context.ts';
import { generate } from './generate.ts';
import { matchedPlaces, type PlaceCandidate } from './places.ts';
import { confirmedUsage } from './pricing.ts';
import { extractNamesRequest } from './prompts.ts';

/** A restaurant as the model names it. */
type PickedPlace = { name: string; knownFor: string };

/**
 * The top places of grounded prose: 0 to 3, only those that match a candidate. Throws `GeminiCallError`, also when the
 * answer is blocked, cut off or has no list of places; it then carries the usage, since that was billed. A list that was
 * cut off is not read: it would hide restaurants that Google has named.
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
    const picked = answer.kind === 'text' ? parsePickedPlaces(answer.text) : undefined;
    if (picked) return { places: matchedPlaces(picked, input.candidates), usage };
    const code = unusableCode(answer) ?? 'GeminiUnreadableAnswer';
    throw new GeminiCallError('extractNames', new UnusableAnswer(code), { usage });
  });
}

/**
 * Reads a model's answer place by place, however it is wrapped: a place without a name is dropped alone. Undefined when
 * the answer has no list of places.
 */
export function parsePickedPlaces(text: string): PickedPlace[] | undefined {
  const listed = findMembers(text, ['places'])?.get('places') ?? findObjects(text, 'name');
  return listed.length > 0 ? readItems(listed, readPlace).items : undefined;
}

/** A bare text is a name. */
function readPlace(node: JsonNode): PickedPlace | undefined {
  if (node.kind === 'text') return { name: node.value, knownFor: '' };
  if (node.kind !== 'object') return undefined;
  const name = readMemberText(node, 'name');
  return name === undefined ? undefined : { name, knownFor: readMemberText(node, 'knownFor') ?? '' };
}
