import type { Faults } from '../../core/faults.ts';
import type { TakeBehaviour } from '../known-faults.ts';
import type { BatchFate } from './batch.ts';

/** Takes behaviour faults of job creation by its route; `batch` is another name for those routes. */
export function takeBatchBehaviour(faults: Faults, route: string): TakeBehaviour {
  return (name) => faults.takeBehaviour(route, name) ?? faults.takeBehaviour('batch', name);
}

/** How long a slow job takes when the fault does not say. */
const defaultSlowSeconds = 600;

/** Reads from the faults how a new job will go. */
export function fateOf(take: TakeBehaviour): BatchFate {
  const failed = take('failed-items');
  const slow = take('slow');
  return {
    end: endOf(take),
    durationMs: slow && Number(slow.value ?? defaultSlowSeconds) * 1000,
    failedItems: failed ? Number(failed.value ?? 1) : 0,
    shuffled: take('shuffled') !== undefined,
    lostKey: take('lost-key') !== undefined,
    doubledKey: take('doubled-key') !== undefined,
    unknownKey: take('unknown-key') !== undefined,
    noKey: take('no-key') !== undefined,
    outputGone: take('output-gone') !== undefined,
    noOutput: take('no-output') !== undefined,
    swappedKeys: take('swapped-keys') !== undefined,
    foreignJob: take('foreign-job') !== undefined,
  };
}

function endOf(take: TakeBehaviour): string | undefined {
  if (take('stuck-pending')) return undefined;
  if (take('job-failed')) return 'FAILED';
  if (take('job-expired')) return 'EXPIRED';
  if (take('job-cancelled')) return 'CANCELLED';
  const unknown = take('unknown-state');
  if (unknown) return typeof unknown.value === 'string' ? unknown.value : 'PARTIALLY_SUCCEEDED';
  return 'SUCCEEDED';
}
