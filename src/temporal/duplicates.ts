import type { DescribedRun } from './run-description.ts';

/** The tap that found the workflow id taken. */
export type Tap = { webhookEventId: string; timestampMs: number; again: boolean };

/**
 * What a tap means when there is a run already: `redelivery` = LINE sent the same tap again, or an older one late;
 * `running` = say how it stands; `fresh` = show the report again; `restart` = make a new one.
 */
export function judgeDuplicate(
  run: Pick<DescribedRun, 'status' | 'closedAtMs' | 'memo'>,
  tap: Tap,
  nowMs: number,
  freshMs: number,
): 'redelivery' | 'running' | 'fresh' | 'restart' {
  const { memo } = run;
  if (memo && (memo.webhookEventId === tap.webhookEventId || tap.timestampMs <= memo.timestampMs)) return 'redelivery';
  if (run.status === 'RUNNING') return 'running';
  if (run.status !== 'COMPLETED' || tap.again) return 'restart';
  return run.closedAtMs !== undefined && nowMs - run.closedAtMs < freshMs ? 'fresh' : 'restart';
}

/** Whether a finished answer may be shown again as the answer: it lacks no place. Results of version 1 are complete. */
export function isComplete({ missing = [] }: { missing?: readonly unknown[] }): boolean {
  return missing.length === 0;
}
