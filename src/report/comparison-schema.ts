import { z } from 'zod';
import { type GeminiSchema, geminiSchema } from './gemini-schema.ts';
import { findMembers, findObjects, valuesOf } from './model-json/find-members.ts';
import type { JsonNode } from './model-json/node.ts';
import { numbersIn, readItems, readMemberText, readSources } from './model-json/read-claims.ts';
import { claim } from './schema.ts';

/** How many claims a comparison has at most. */
export const maxComparisonClaims = 5;

const comparisonClaim = z.object({
  forWhom: z.string().meta({
    description:
      'Guests or an occasion, in at most six words in the language asked for, as in "families with small children".',
  }),
  // As with sources: one odd number costs a claim and not the comparison.
  place: z.number().meta({ type: 'integer', description: 'Number of the one restaurant that suits them best.' }),
  text: z.string().meta({
    description: 'Why, in one short sentence in the same language. Plain text: no links, no markup, no source numbers.',
  }),
  sources: claim.shape.sources,
});

const modelComparison = z.object({
  whichForWhom: z.array(comparisonClaim).meta({
    description: 'Two to five claims, each for other guests or another occasion, the most helpful first.',
    maxItems: maxComparisonClaims,
  }),
});

/** What the model writes, before its places and sources are checked. */
export type ModelComparison = z.infer<typeof modelComparison> & {
  /** Claims that could not be read; left out when all could. */
  unreadClaims?: number;
};

/** `responseSchema` that asks the model which place suits whom ("Structured outputs": the OpenAPI subset). */
export const modelComparisonResponseSchema: GeminiSchema = geminiSchema(
  z.toJSONSchema(modelComparison, { target: 'openapi-3.0', io: 'input' }),
);

/**
 * Reads a model's answer claim by claim, however it is wrapped and wherever it ends: one that does not fit is dropped
 * alone and counted. Undefined when none can be read.
 *
 * @param tellUnread is then told how many could not.
 */
export function parseModelComparison(
  text: string,
  tellUnread?: (unreadClaims: number) => void,
): ModelComparison | undefined {
  const listed = findMembers(text, Object.keys(modelComparison.shape))?.get('whichForWhom');
  const { items, unread } = readItems(listed ?? findObjects(text, 'forWhom'), readComparisonClaim);
  if (items.length === 0) {
    tellUnread?.(unread);
    return undefined;
  }
  return { whichForWhom: items, ...(unread > 0 && { unreadClaims: unread }) };
}

function readComparisonClaim(node: JsonNode): ModelComparison['whichForWhom'][number] | undefined {
  if (node.kind !== 'object') return undefined;
  const forWhom = readMemberText(node, 'forWhom');
  const [place] = valuesOf(node, 'place').flatMap(numbersIn);
  const text = readMemberText(node, 'text');
  const sources = readSources(node);
  if (forWhom === undefined || place === undefined || text === undefined || !sources?.length) return undefined;
  return { forWhom, place, text, sources };
}
