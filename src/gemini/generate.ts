import type { GoogleGenAI } from '@google/genai';
import { type GenerateContentResponse, generateContentResponse } from './response.ts';

type Content = { role: 'user'; parts: { text: string }[] };

/** Part of the REST GenerateContentRequest ("Generate content" reference) that is used here; so it stands in a batch line too. */
export type GenerateContentRequest = {
  systemInstruction?: { parts: { text: string }[] };
  contents: Content[];
  tools?: ({ googleMaps: Record<string, never> } | { googleSearch: Record<string, never> })[];
  toolConfig?: { retrievalConfig: { latLng?: { latitude: number; longitude: number }; languageCode: string } };
  generationConfig?: { responseMimeType?: 'application/json'; responseSchema?: object; maxOutputTokens?: number };
};

/** Makes a request of a rule and one user text. */
export function requestOf(
  rules: string,
  text: string,
  rest: Omit<GenerateContentRequest, 'systemInstruction' | 'contents'>,
): GenerateContentRequest {
  return {
    systemInstruction: { parts: [{ text: rules }] },
    contents: [{ role: 'user', parts: [{ text }] }],
    ...rest,
  };
}

/**
 * Sends a REST request through the SDK, whose `config` holds what REST spreads over several members.
 *
 * @throws ApiError for an error of Gemini, ZodError for an answer of another form, errors of fetch as they are.
 */
export async function generate(
  ai: GoogleGenAI,
  model: string,
  request: GenerateContentRequest,
  abortSignal: AbortSignal | undefined,
): Promise<GenerateContentResponse> {
  const { contents, generationConfig, ...config } = request;
  const response = await ai.models.generateContent({
    model,
    contents,
    config: { ...config, ...generationConfig, abortSignal },
  });
  return generateContentResponse.parse(response);
}
