import { seededRandom } from '../../core/random.ts';
import { camelCased, isRecord } from '../wire/json.ts';

/** A vector for an EmbedContentRequest: unit length, the same for the same seed and content. */
export function embeddingOf(seed: number, request: unknown): { values: number[] } {
  const read = camelCased(request);
  const asked = isRecord(read) ? Number(read.outputDimensionality ?? 16) : 16;
  const size = Number.isInteger(asked) && asked > 0 && asked <= 3072 ? asked : 16;
  const random = seededRandom(seed, `embedding:${JSON.stringify(isRecord(read) ? read.content : read)}`);
  const raw = Array.from({ length: size }, () => random() * 2 - 1);
  const length = Math.hypot(...raw) || 1;
  return { values: raw.map((value) => value / length) };
}
