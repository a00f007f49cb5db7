import { z } from 'zod';
import { type GeminiSchema, geminiSchema } from './gemini-schema.ts';
import { parseModelJson } from './model-json.ts';
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
export type ModelComparison = z.infer<typeof modelComparison>;

/** `responseSchema` that asks the model which place suits whom ("Structured outputs": the OpenAPI subset). */
export const modelComparisonResponseSchema: GeminiSchema = geminiSchema(
  z.toJSONSchema(modelComparison, { target: 'openapi-3.0', io: 'input' }),
);

/** Reads a model's answer, bare or in a Markdown fence; undefined when it is not JSON or not a comparison. */
export function parseModelComparison(text: string): ModelComparison | undefined {
  const parsed = modelComparison.safeParse(parseModelJson(text));
  return parsed.success ? parsed.data : undefined;
}
