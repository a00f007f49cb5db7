import { z } from 'zod';

const tokens = z.number().min(0).catch(0).default(0);
const index = z.number().int().min(0);

const segment = z.object({
  partIndex: index.default(0),
  startIndex: index.default(0),
  endIndex: index.optional(),
  text: z.string().optional(),
});

const groundingChunk = z.object({
  web: z.object({ uri: z.string().optional(), title: z.string().optional() }).optional(),
  maps: z
    .object({ uri: z.string().optional(), title: z.string().optional(), placeId: z.string().optional() })
    .optional(),
});

const groundingMetadata = z.object({
  groundingChunks: z.array(groundingChunk).default([]),
  groundingSupports: z
    .array(z.object({ segment: segment.optional(), groundingChunkIndices: z.array(index).default([]) }))
    .default([]),
  webSearchQueries: z.array(z.string()).default([]),
  searchEntryPoint: z.object({ renderedContent: z.string().optional() }).optional(),
});

const candidate = z.object({
  content: z
    .object({ parts: z.array(z.object({ text: z.string().optional(), thought: z.boolean().optional() })).default([]) })
    .optional(),
  finishReason: z.string().optional(),
  // Metadata of a form that nobody knows costs the grounding, not the answer.
  groundingMetadata: groundingMetadata.optional().catch(undefined),
});

/** GenerateContentResponse ("Generate content" reference), as far as it is read here; zero and empty members may be left out. */
export const generateContentResponse = z.object({
  candidates: z.array(candidate).default([]),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  usageMetadata: z
    .object({ promptTokenCount: tokens, candidatesTokenCount: tokens, thoughtsTokenCount: tokens })
    .optional(),
  modelVersion: z.string().optional(),
});

/** A response whose shape has been checked. */
export type GenerateContentResponse = z.infer<typeof generateContentResponse>;

/** What a response says about its sources. */
export type GroundingMetadata = z.infer<typeof groundingMetadata>;

/** The parts of the first candidate, thoughts included: segments of the grounding metadata count them all. */
export function partsOf(response: GenerateContentResponse): { text: string; thought: boolean }[] {
  const parts = response.candidates[0]?.content?.parts ?? [];
  return parts.map(({ text = '', thought = false }) => ({ text, thought }));
}

/** The text of the first candidate without its thoughts. */
export function textOf(response: GenerateContentResponse): string {
  return partsOf(response)
    .filter((part) => !part.thought)
    .map((part) => part.text)
    .join('');
}

/** The grounding metadata of the first candidate; undefined when the model used no tool. */
export function groundingOf(response: GenerateContentResponse): GroundingMetadata | undefined {
  return response.candidates[0]?.groundingMetadata;
}
