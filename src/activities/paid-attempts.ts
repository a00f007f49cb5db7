import { z } from 'zod';
import type { LedgerEntry } from '../workflows/contract.ts';
import { unknownCall } from '../workflows/ledger-entries.ts';

const entry: z.ZodType<LedgerEntry> = z.object({
  call: z.enum(['searchPlaces', 'extractNames', 'collectReviews', 'batchLine', 'answerNow']),
  status: z.enum(['confirmed', 'unknown']),
  promptTokens: z.number(),
  outputTokens: z.number(),
  priceMicroUsd: z.number(),
});

/**
 * What earlier attempts of one activity have told in their heartbeats, which survive a killed worker: how many were surely
 * not billed, and what those cost whose answer was of no use. Attempts that told nothing may have been billed.
 */
export const toldAttempts = z.object({ free: z.int().min(0), known: z.array(entry) }).catch({ free: 0, known: [] });

type ToldAttempts = z.infer<typeof toldAttempts>;

/** The ledger entries of the attempts before number `attempt` (from 1) that may have been billed. */
export function billedBefore(attempt: number, { free, known }: ToldAttempts, call: LedgerEntry['call']): LedgerEntry[] {
  const unknown = Math.max(0, attempt - 1 - free - known.length);
  return [...known, ...Array.from({ length: unknown }, () => unknownCall(call))];
}
