import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import type { LedgerEntry } from './contract.ts';
import { unknownCall } from './ledger-entries.ts';

/** Work that may be billed, until it is settled. */
export type OpenWork = {
  /** Says what became of it; no entries: surely nothing was billed. */
  settle: (entries: LedgerEntry[]) => void;
};

/** What a run has paid. Work that nobody has settled stands in it as unknown. */
export type Ledger = {
  open: (call: LedgerEntry['call'], count: number) => OpenWork;
  /** Runs one paid activity; when it fails or is cancelled, each attempt that it may have had stays unknown. */
  paid: <T extends { usage: LedgerEntry[] }>(
    call: LedgerEntry['call'],
    maxAttempts: number,
    run: () => Promise<T>,
  ) => Promise<T>;
  entries: () => LedgerEntry[];
};

/** Makes an empty ledger. */
export function createLedger(): Ledger {
  const settled: LedgerEntry[] = [];
  const openWork = new Set<{ call: LedgerEntry['call']; count: number }>();

  const add = (call: LedgerEntry['call'], count: number) => {
    const work = { call, count };
    openWork.add(work);
    const settle = (entries: LedgerEntry[]) => {
      if (openWork.delete(work)) settled.push(...entries);
    };
    return { work, settle };
  };

  return {
    open: (call, count) => ({ settle: add(call, count).settle }),
    async paid(call, maxAttempts, run) {
      const { work, settle } = add(call, maxAttempts);
      try {
        const result = await run();
        settle(result.usage);
        return result;
      } catch (error) {
        work.count = attemptsOf(error) ?? maxAttempts;
        throw error;
      }
    },
    entries: () => [
      ...settled,
      ...[...openWork].flatMap(({ call, count }) => Array.from({ length: count }, () => unknownCall(call))),
    ],
  };
}

/** Our failures say in which attempt they happened; a worker that died says nothing. */
function attemptsOf(error: unknown): number | undefined {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) return undefined;
  const [details] = error.cause.details ?? [];
  if (typeof details !== 'object' || details === null || !('attempt' in details)) return undefined;
  return typeof details.attempt === 'number' ? details.attempt : undefined;
}
