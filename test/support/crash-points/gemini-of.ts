import { createGeminiClient, type GeminiClient } from '../../../src/gemini/client.ts';
import type { Stack } from '../stack.ts';

/** Gemini as somebody else calls it who has the key of a stack, and whose calls nobody watches. */
export function geminiOf({ config }: Stack): GeminiClient {
  return createGeminiClient({
    apiKey: config.geminiApiKey,
    baseUrl: config.geminiBaseUrl,
    groundingModel: config.geminiGroundingModel,
    reportModel: config.geminiReportModel,
    timeoutMs: 5000,
  });
}
