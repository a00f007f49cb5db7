import type { LedgerEntry } from '../workflows/contract.ts';
import { type GenerateContentResponse, groundingOf } from './response.ts';

/** USD per million tokens, which is micro-USD per token. */
type TokenPrice = { input: number; output: number };

/** Standard prices ("Gemini Developer API pricing", October 2026). Those of a long context are not needed here. */
const prices: Record<string, TokenPrice> = {
  'gemini-3.8-flash': { input: 0.75, output: 3.75 },
  'gemini-3.5-flash': { input: 1.5, output: 9 },
  'gemini-3.5-flash-lite': { input: 0.3, output: 2.5 },
  'gemini-3.1-pro': { input: 2, output: 12 },
  'gemini-3-flash': { input: 0.5, output: 3 },
  'gemini-2.5-pro': { input: 1.25, output: 10 },
  'gemini-2.5-flash': { input: 0.3, output: 2.5 },
  'gemini-2.5-flash-lite': { input: 0.1, output: 0.4 },
};

/** 3.8 Flash is sold at half its price until the end of 2026. */
const fullPriceOf38Flash = { fromMs: Date.UTC(2027, 0, 1), price: { input: 1.5, output: 7.5 } };

/** USD 25 per 1,000 prompts, counted only when a Maps source came back ("Grounding with Google Maps"). */
const mapsPromptMicroUsd = 25_000;
/** Gemini 3: USD 14 per 1,000 search queries; older models: USD 35 per 1,000 prompts ("Gemini Developer API pricing"). */
const searchQueryMicroUsd = 14_000;
const searchPromptMicroUsd = 35_000;

/**
 * The ledger entry of a call whose answer came: its tokens and the price in micro-USD. Thoughts are paid as output; a
 * line of a batch costs half. What the free tier and the free monthly searches give is not taken off, nor what caching
 * saves: the ledger tells at most too much. An answer that does not say its tokens makes an unknown entry.
 */
export function confirmedUsage(
  call: LedgerEntry['call'],
  model: string,
  response: GenerateContentResponse,
  nowMs: number = Date.now(),
): LedgerEntry {
  const { promptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = response.usageMetadata ?? {};
  const outputTokens = candidatesTokenCount + thoughtsTokenCount;
  const { input, output } = priceOf(model, nowMs);
  const tokensMicroUsd = (promptTokenCount * input + outputTokens * output) * (call === 'batchLine' ? 0.5 : 1);
  return {
    call,
    status: response.usageMetadata ? 'confirmed' : 'unknown',
    promptTokens: promptTokenCount,
    outputTokens,
    priceMicroUsd: Math.round(tokensMicroUsd) + groundingMicroUsd(model, response),
  };
}

function groundingMicroUsd(model: string, response: GenerateContentResponse): number {
  const grounding = groundingOf(response);
  if (!grounding) return 0;
  const mapsMicroUsd = grounding.groundingChunks.some((chunk) => chunk.maps) ? mapsPromptMicroUsd : 0;
  const queries = grounding.webSearchQueries.filter((query) => query.trim() !== '').length;
  // A Maps answer may name the query that it made too; that one is part of the Maps prompt.
  if (queries === 0 || mapsMicroUsd > 0) return mapsMicroUsd;
  return /^(?:models\/)?gemini-[12]\b/.test(model) ? searchPromptMicroUsd : queries * searchQueryMicroUsd;
}

/**
 * The price of a model by the longest name that its own begins with, as versions and previews carry suffixes. A model
 * that is not in the table counts as the dearest one: a budget that is watched with 0 for the unknown watches nothing.
 */
function priceOf(model: string, nowMs: number): TokenPrice {
  const name = model.replace(/^models\//, '');
  const known = Object.keys(prices)
    .filter((prefix) => name === prefix || name.startsWith(`${prefix}-`))
    .toSorted((a, b) => b.length - a.length)[0];
  if (known === 'gemini-3.8-flash' && nowMs >= fullPriceOf38Flash.fromMs) return fullPriceOf38Flash.price;
  return (known === undefined ? undefined : prices[known]) ?? dearest();
}

function dearest(): TokenPrice {
  const all = Object.values(prices);
  return { input: Math.max(...all.map((p) => p.input)), output: Math.max(...all.map((p) => p.output)) };
}
