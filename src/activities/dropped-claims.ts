import type { LedgerEntry } from '../workflows/contract.ts';

/** Writes into the entry of a call how many claims of its answer were dropped; none leaves it as it is. */
export function withDroppedClaims(entry: LedgerEntry, made: { droppedClaims: number } | null | undefined): LedgerEntry {
  return made && made.droppedClaims > 0 ? { ...entry, droppedClaims: made.droppedClaims } : entry;
}

/** The same for the last of several attempts: it is the one that brought the answer. */
export function withDroppedInLast(
  usage: readonly LedgerEntry[],
  made: { droppedClaims: number } | null | undefined,
): LedgerEntry[] {
  return usage.map((entry, index) => (index === usage.length - 1 ? withDroppedClaims(entry, made) : entry));
}
