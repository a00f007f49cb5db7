import { z } from 'zod';
import { seededRandom } from '../../core/random.ts';
import type { Answer } from '../../core/server.ts';
import { invalidField } from '../wire/errors.ts';
import { normalised } from '../wire/normalised.ts';
import { embedContentMessage } from '../wire/requests.ts';
import { tokensOf } from './response.ts';

/** How long vectors are unless asked for ("Embeddings"). */
const usualSize = 3072;

const part = z.looseObject({ text: z.string().optional() });
const embedContentRequest = z.looseObject({
  content: z
    .looseObject({ parts: z.union([z.array(part), part.transform((single) => [single])]).optional() })
    .optional(),
  outputDimensionality: z.coerce.number().int().min(1).max(usualSize).optional().catch(undefined),
});

/** A vector with the tokens that it took, or a refusal. */
export type Embedded =
  | { embedding: { values: number[] }; tokenCount: number; failure?: undefined }
  | { failure: Answer };

/** A vector for an EmbedContentRequest: unit length, the same for the same seed and content. */
export function embeddingOf(seed: number, request: unknown): Embedded {
  const parsed = embedContentRequest.safeParse(normalised(request, embedContentMessage));
  const content = parsed.success ? parsed.data.content : undefined;
  if (!parsed.success || (content?.parts ?? []).length === 0) {
    return { failure: invalidField('EmbedContentRequest.content', 'content is not specified') };
  }
  const size = parsed.data.outputDimensionality ?? usualSize;
  const random = seededRandom(seed, `embedding:${JSON.stringify(content)}`);
  const raw = Array.from({ length: size }, () => random() * 2 - 1);
  const length = Math.hypot(...raw) || 1;
  const text = (content?.parts ?? []).map((one) => one.text ?? '').join('');
  return { embedding: { values: raw.map((value) => value / length) }, tokenCount: Math.max(1, tokensOf(text)) };
}
