import type { GeminiSettings } from '../settings.ts';
import type { Model } from './models.ts';
import type { GenerateContentRequest } from './request.ts';

type Settings = Pick<GeminiSettings, 'imageModelsSay'>;

/**
 * What an answer may hold, in upper case. Without a word in the request that is text, and from models that make pictures
 * a picture, too ("Image generation").
 */
export function modalitiesOf(request: GenerateContentRequest, model: Model | undefined, settings: Settings): string[] {
  const asked = request.generationConfig?.responseModalities?.map((modality) => modality.toUpperCase()) ?? [];
  if (asked.length > 0) return asked;
  return model?.makesImages && settings.imageModelsSay === 'text-and-image' ? ['TEXT', 'IMAGE'] : ['TEXT'];
}
