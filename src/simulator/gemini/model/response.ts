import type { GroundingMetadata, TokenUsage } from './reply.ts';

/** A function that the model wants called. */
export type FunctionCall = { name: string; args: unknown };

/** A piece of an answer: text, a summary of a thought, a picture in base64, or a call of a function. */
export type Part = {
  text?: string;
  thought?: boolean;
  inlineData?: { mimeType: string; data: string };
  functionCall?: FunctionCall;
};

/** A GenerateContentResponse as it goes over the wire. */
export type GenerateContentResponse = {
  candidates?: {
    content?: { role: 'model'; parts: Part[] };
    finishReason?: string;
    index: number;
    safetyRatings?: SafetyRating[];
    groundingMetadata?: GroundingMetadata;
  }[];
  promptFeedback?: { blockReason: string; safetyRatings: { category: string; probability: string }[] };
  usageMetadata: Record<string, unknown>;
  modelVersion: string;
  responseId: string;
};

/** How likely a text is to do harm, by category. */
export type SafetyRating = { category: string; probability: string; blocked?: boolean };

type Candidate = NonNullable<GenerateContentResponse['candidates']>[number];

/** Tokens of a text, about four bytes each. */
export function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}

/** `usageMetadata`; zero counts are left out. */
export function usageMetadata(usage: TokenUsage): Record<string, unknown> {
  const { promptTokens, candidateTokens, thoughtTokens } = usage;
  return {
    promptTokenCount: promptTokens,
    ...(candidateTokens > 0 ? { candidatesTokenCount: candidateTokens } : {}),
    ...(thoughtTokens > 0 ? { thoughtsTokenCount: thoughtTokens } : {}),
    totalTokenCount: promptTokens + candidateTokens + thoughtTokens,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokens }],
  };
}

/** What an ordinary answer says. */
export type Saying = { parts: Part[]; finishReason: string; grounding?: GroundingMetadata; ratings: SafetyRating[] };

/** The candidate of an ordinary answer; no content when there are no parts. */
export function candidateOf({ parts, finishReason, grounding, ratings }: Saying): Candidate {
  return {
    ...(parts.length === 0 ? {} : { content: { role: 'model', parts } }),
    finishReason,
    index: 0,
    ...(ratings.length === 0 ? {} : { safetyRatings: ratings }),
    ...(grounding ? { groundingMetadata: grounding } : {}),
  };
}

/** The ratings of a harmless answer: one for each category that the request has a setting for. */
export function harmlessRatings(categories: readonly (string | undefined)[]): SafetyRating[] {
  return categories.flatMap((category) => (category ? [{ category, probability: 'NEGLIGIBLE' }] : []));
}

/** The candidate of an answer that was blocked: no content. */
export function blockedCandidate(finishReason: string): Candidate {
  return {
    finishReason,
    index: 0,
    safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'HIGH', blocked: true }],
  };
}

/** The feedback on a prompt that was blocked. */
export function blockedPrompt(blockReason: string): NonNullable<GenerateContentResponse['promptFeedback']> {
  return { blockReason, safetyRatings: [{ category: 'HARM_CATEGORY_DANGEROUS_CONTENT', probability: 'HIGH' }] };
}
