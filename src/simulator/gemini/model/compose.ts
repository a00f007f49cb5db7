import { seededRandom } from '../../core/random.ts';
import { answerFromMaps } from './answer-maps.ts';
import { answerFromSearch } from './answer-search.ts';
import { extractNames, placeListIn } from './extract-names.ts';
import type { Reply } from './reply.ts';
import { type GenerateContentRequest, hasTool, promptText, schemaAskedFor } from './request.ts';
import { valueFromSchema } from './value-from-schema.ts';
import { recommendationListIn, writeComparison } from './write-comparison.ts';
import { wantsReport, writeReport } from './write-report.ts';

/** What a request is after; decides which faults can hit it. */
export type Purpose = 'maps' | 'search' | 'json' | 'text';

/** The purpose of a request: JSON wins over tools, Maps over Search. */
export function purposeOf(request: GenerateContentRequest): Purpose {
  if (schemaAskedFor(request)) return 'json';
  if (hasTool(request, 'googleMaps')) return 'maps';
  return hasTool(request, 'googleSearch') ? 'search' : 'text';
}

/** What the model says, before faults: the same for the same seed and request. `placeNames` stand in for invented ones. */
export function compose(seed: number, request: GenerateContentRequest, placeNames: string[] = []): Reply {
  switch (purposeOf(request)) {
    case 'maps':
      return answerFromMaps(seed, request, placeNames);
    case 'search':
      return answerFromSearch(seed, request);
    case 'json':
      return composeJson(seed, request);
    case 'text':
      return { text: `You wrote: ${promptText(request).trim().slice(0, 200)}` };
  }
}

function composeJson(seed: number, request: GenerateContentRequest): Reply {
  const prompt = promptText(request);
  const schema = schemaAskedFor(request)?.schema;
  const random = seededRandom(seed, `json:${prompt}`);
  const text = JSON.stringify(jsonFor(prompt, schema, random));
  if (hasTool(request, 'googleMaps')) {
    const { groundingChunks, webSearchQueries } = answerFromMaps(seed, request, []).grounding ?? {};
    return groundingChunks ? { text, grounding: { groundingChunks, webSearchQueries } } : { text };
  }
  if (!hasTool(request, 'googleSearch')) return { text };
  const { groundingChunks, webSearchQueries, searchEntryPoint } = answerFromSearch(seed, request).grounding ?? {};
  return { text, grounding: { searchEntryPoint, groundingChunks, webSearchQueries } };
}

function jsonFor(prompt: string, schema: unknown, random: () => number): unknown {
  if (wantsReport(schema)) return writeReport(prompt, schema, random);
  const recommendations = recommendationListIn(schema);
  if (recommendations) return writeComparison(prompt, schema, recommendations, random);
  const places = placeListIn(schema);
  const named = places && extractNames(prompt, schema, places, random);
  return named ?? valueFromSchema(schema, random);
}
