/** How the pauses between attempts grow; the retry policies of activities are made of the same numbers. */
export type BackOff = { initialMs: number; coefficient: number; maximumMs: number };

/** Longer hints are no hints: what stays away for more than a day is not waited for by any step. */
const maxHintMs = 24 * 60 * 60_000;

/** The wait that a vendor asks for, milliseconds; undefined for zero, negative, absurd and unparsable values. */
export function usableHintMs(hintMs: number | undefined): number | undefined {
  return hintMs !== undefined && hintMs > 0 && hintMs <= maxHintMs ? Math.ceil(hintMs) : undefined;
}

/** Our own pause after attempt number `attempt` (from 1) has failed, as Temporal computes it. */
export function backOffMs({ initialMs, coefficient, maximumMs }: BackOff, attempt: number): number {
  return Math.min(initialMs * coefficient ** Math.min(attempt - 1, 64), maximumMs);
}

/**
 * The pause before the next attempt: the larger of the vendor's hint and our own back-off, since a delay that is given to
 * Temporal replaces its back-off.
 *
 * @param options.maxHintMs hints are cut to this; for calls that are worth repeating earlier than asked.
 * @returns undefined without a usable hint: Temporal's own back-off is right.
 */
export function retryPauseMs(
  backOff: BackOff,
  attempt: number,
  options: { hintMs: number | undefined; maxHintMs?: number },
): number | undefined {
  const hintMs = usableHintMs(options.hintMs);
  if (hintMs === undefined) return undefined;
  return Math.max(backOffMs(backOff, attempt), Math.min(hintMs, options.maxHintMs ?? Infinity));
}
