import type { SimulatorClock } from '../core/clock.ts';
import type { Answered } from './model/answer.ts';
import { isBeforeGemini3, type Model, pricesOf } from './model/models.ts';

/** One item of the bill. */
export type BillEntry = {
  atMs: number;
  kind: 'generateContent' | 'batchLine' | 'grounding';
  model: string;
  batchId?: string;
  displayName?: string;
  key?: string;
  promptTokens: number;
  /** Thoughts included, as Google bills them. */
  outputTokens: number;
  priceMicroUsd: number;
  /** Whether the answer reached the caller; one that was lost on the way is billed all the same. */
  confirmed: boolean;
};

/** What belongs to a batch line besides its answer. */
type BatchLineOf = { batchId: string; displayName?: string; key?: string };

/** Everything that the simulated Google charges for. */
export type Bill = {
  entries: () => readonly BillEntry[];
  /** Charges an answer; for a batch line at half the token price. Resolves entries to confirmed with `delivered`. */
  charge: (model: string, answered: Answered, line?: BatchLineOf, delivered?: Promise<boolean>) => void;
  /** Charges tokens of an embedding line. */
  chargeEmbedding: (model: string, promptTokens: number, line: BatchLineOf) => void;
  reset: () => void;
};

/** USD 25 per 1,000 grounded prompts ("Grounding with Google Maps"). */
const mapsPromptMicroUsd = 25_000;
/** Gemini 3: USD 14 per 1,000 search queries; older models: USD 35 per 1,000 prompts ("Gemini Developer API pricing"). */
const searchQueryMicroUsd = 14_000;
const searchPromptMicroUsd = 35_000;

/** Opens a bill; `changed` is called after each new entry. */
export function createBill(clock: SimulatorClock, models: readonly Model[], changed: () => void): Bill {
  let entries: BillEntry[] = [];

  function add(entry: Omit<BillEntry, 'atMs' | 'confirmed'>, delivered: Promise<boolean> | undefined) {
    const added: BillEntry = { atMs: clock.nowMs(), ...entry, confirmed: delivered === undefined };
    entries.push(added);
    changed();
    void delivered?.then((confirmed) => {
      added.confirmed = confirmed;
    });
  }

  function price(model: string, promptTokens: number, outputTokens: number, share: number): number {
    const { input, output } = pricesOf(model, clock.nowMs(), models);
    return Math.round((input * promptTokens + output * outputTokens) * share);
  }

  return {
    entries: () => entries,
    charge(model, answered, line, delivered) {
      if (answered.failure) return;
      const { promptTokens, candidateTokens, thoughtTokens } = answered.usage;
      const outputTokens = candidateTokens + thoughtTokens;
      const priceMicroUsd = price(model, promptTokens, outputTokens, line ? 0.5 : 1);
      const kind = line ? 'batchLine' : 'generateContent';
      add({ kind, model, ...line, promptTokens, outputTokens, priceMicroUsd }, delivered);
      const groundingMicroUsd =
        answered.mapsPrompts * mapsPromptMicroUsd + searchMicroUsd(model, answered.searchQueries);
      if (groundingMicroUsd === 0) return;
      const grounding = { promptTokens: 0, outputTokens: 0, priceMicroUsd: groundingMicroUsd };
      add({ kind: 'grounding', model, ...line, ...grounding }, delivered);
    },
    chargeEmbedding(model, promptTokens, line) {
      const priceMicroUsd = price(model, promptTokens, 0, 0.5);
      add({ kind: 'batchLine', model, ...line, promptTokens, outputTokens: 0, priceMicroUsd }, undefined);
    },
    reset() {
      entries = [];
    },
  };
}

function searchMicroUsd(model: string, queries: number): number {
  if (queries === 0) return 0;
  return isBeforeGemini3(model) ? searchPromptMicroUsd : queries * searchQueryMicroUsd;
}
