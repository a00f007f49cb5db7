import type { GroundingChunk, GroundingSupport } from './grounded-text.ts';

/** `groundingMetadata` of a candidate. */
export type GroundingMetadata = {
  groundingChunks?: GroundingChunk[];
  groundingSupports?: GroundingSupport[];
  webSearchQueries?: string[];
  searchEntryPoint?: { renderedContent: string };
};

/** What the model has to say, before it is wrapped as a response. */
export type Reply = { text: string; grounding?: GroundingMetadata };

/** Token counts of one answered request. */
export type TokenUsage = { promptTokens: number; candidateTokens: number; thoughtTokens: number };
