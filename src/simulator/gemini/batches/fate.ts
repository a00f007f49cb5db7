import type { Faults } from '../../core/faults.ts';
import type { Answer } from '../../core/server.ts';
import { quotaExceeded } from '../wire/errors.ts';
import { isRecord } from '../wire/json.ts';
import type { BatchFate } from './batch.ts';

type Take = (name: string) => { value: unknown } | undefined;

/** Takes behaviour faults of job creation; `batch` is another name of the route. */
export function takeBatchBehaviour(faults: Faults): Take {
  return (name) => faults.takeBehaviour('batchGenerateContent', name) ?? faults.takeBehaviour('batch', name);
}

/** The 429 of the fault `quota-429`; with RetryInfo when its value is a number of seconds. */
export function refusedForQuota(take: Take): Answer | undefined {
  const fault = take('quota-429');
  if (!fault) return undefined;
  const seconds = isRecord(fault.value) ? fault.value.retryDelaySeconds : fault.value;
  return quotaExceeded(typeof seconds === 'number' ? seconds : undefined);
}

/** Reads from the faults how a new job will go. */
export function fateOf(take: Take): BatchFate {
  const failed = take('failed-items');
  return {
    end: endOf(take),
    failedItems: failed ? Number(failed.value ?? 1) : 0,
    lostKey: take('lost-key') !== undefined,
    doubledKey: take('doubled-key') !== undefined,
    unknownKey: take('unknown-key') !== undefined,
    noKey: take('no-key') !== undefined,
    outputGone: take('output-gone') !== undefined,
  };
}

function endOf(take: Take): string | undefined {
  if (take('stuck-pending')) return undefined;
  if (take('job-failed')) return 'FAILED';
  if (take('job-expired')) return 'EXPIRED';
  if (take('job-cancelled')) return 'CANCELLED';
  const unknown = take('unknown-state');
  if (unknown) return typeof unknown.value === 'string' ? unknown.value : 'PARTIALLY_SUCCEEDED';
  return 'SUCCEEDED';
}
