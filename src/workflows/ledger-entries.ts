import type { LedgerEntry } from './contract.ts';

/** A call of which nobody knows whether it was billed. */
export function unknownCall(call: LedgerEntry['call']): LedgerEntry {
  return { call, status: 'unknown', promptTokens: 0, outputTokens: 0, priceMicroUsd: 0 };
}
