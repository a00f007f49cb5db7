import type { Evidence, Run } from '../evidence.ts';
import type { Charge } from '../play.ts';
import { type Entry, ledgerOf, nameOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'the ledger holds every charge';
/** Both sides round each entry. */
const roundingMicroUsd = 5;

/** Confirmed entries are no more than the bill, and every charge has its entry: confirmed, or unknown. */
export function checkLedger(evidence: Evidence): Violation[] {
  return evidence.history.flatMap((run) => {
    const ledger = ledgerOf(run);
    if (!ledger || run.status === 'running') return [];
    const charges = evidence.charges.filter(({ runId }) => runId === run.runId);
    return [...sums(run, ledger, charges), ...entries(run, ledger, charges)].map((what) => ({ promise, what }));
  });
}

function sums(run: Run, ledger: Entry[], charges: Charge[]): string[] {
  const confirmed = total(ledger.filter(({ status }) => status === 'confirmed'));
  const billed = total(charges);
  return confirmed <= billed + roundingMicroUsd * ledger.length
    ? []
    : [`${nameOf(run)} confirms ${confirmed} micro-USD, and was charged ${billed}`];
}

function entries(run: Run, ledger: Entry[], charges: Charge[]): string[] {
  const calls = new Set(charges.map(callOf));
  return [...calls].flatMap((call) => {
    const billed = charges.filter((charge) => callOf(charge) === call && charge.kind !== 'grounding').length;
    const known = ledger.filter((entry) => entry.call === call).length;
    return known >= billed ? [] : [`${nameOf(run)}: ${billed} charges for ${call}, and ${known} entries`];
  });
}

/** Activities that stand in the ledger under another's name: the same request, asked at once. */
const entered: Record<string, string> = { compareNow: 'answerNow' };

function callOf({ kind, activity = 'nobody' }: Charge): string {
  return kind === 'batchLine' ? 'batchLine' : (entered[activity] ?? activity);
}

const total = (priced: { priceMicroUsd: number }[]) =>
  priced.reduce((sum, { priceMicroUsd }) => sum + priceMicroUsd, 0);
