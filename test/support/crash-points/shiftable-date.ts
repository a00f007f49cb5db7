import { installDate } from '../../faults/clock.ts';

/** The clock of this process, which can be put forward; the Temporal server's stays. */
export type ShiftableDate = { advance: (byMs: number) => void; restore: () => void };

/** Puts itself behind `Date`; before anything starts that keeps `Date.now`. */
export function installShiftableDate(): ShiftableDate {
  const RealDate = globalThis.Date;
  let aheadMs = 0;
  installDate(() => RealDate.now() + aheadMs);
  return {
    advance(byMs) {
      aheadMs += byMs;
    },
    restore() {
      globalThis.Date = RealDate;
    },
  };
}
