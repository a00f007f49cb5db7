import type { LedgerEntry } from './contract.ts';
import { unknownCall, usageOfError } from './ledger-entries.ts';

/** Work that may be billed, until it is settled. */
export type OpenWork = {
  /** Says what became of it; no entries: surely nothing was billed. */
  settle: (entries: LedgerEntry[]) => void;
};

/** What a run has paid. Work that nobody has settled stands in it as unknown. */
export type Ledger = {
  open: (call: LedgerEntry['call'], count: number) => OpenWork;
  /**
   * Runs one paid activity. When it fails, what it told of its attempts is kept. Without that, and when it is cancelled, as
   * many as may have been billed stay unknown.
   */
  paid: <T extends { usage: LedgerEntry[] }>(
    call: LedgerEntry['call'],
    maxBilled: number,
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
    return { settle };
  };

  return {
    open: add,
    async paid(call, maxBilled, run) {
      const { settle } = add(call, maxBilled);
      try {
        const result = await run();
        settle(result.usage);
        return result;
      } catch (error) {
        const usage = usageOfError(error, call);
        if (usage) settle(usage);
        throw error;
      }
    },
    entries: () => [
      ...settled,
      ...[...openWork].flatMap(({ call, count }) => Array.from({ length: count }, () => unknownCall(call))),
    ],
  };
}
