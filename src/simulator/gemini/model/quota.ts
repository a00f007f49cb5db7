import type { Answer } from '../../core/server.ts';
import type { TakeBehaviour } from '../known-faults.ts';
import { type QuotaViolation, quotaExceeded } from '../wire/errors.ts';

/**
 * The 429 of the faults `quota-429` and `day-quota-429` for a model ("Troubleshooting guide"); with RetryInfo when the
 * fault's value is a number of seconds. Limits per minute are not named where `perMinute` is false, as for batch jobs.
 */
export function refusedForQuota(take: TakeBehaviour, model: string, perMinute = true): Answer | undefined {
  const minute = take('quota-429');
  if (minute) return quotaExceeded(secondsOf(minute.value), perMinute ? violation(model, 'Minute', 10) : undefined);
  const day = take('day-quota-429');
  return day && quotaExceeded(secondsOf(day.value), violation(model, 'Day', 250));
}

function violation(model: string, per: 'Minute' | 'Day', quotaValue: number): QuotaViolation {
  return {
    quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
    quotaId: `GenerateRequestsPer${per}PerProjectPerModel-FreeTier`,
    quotaDimensions: { model, location: 'global' },
    quotaValue: String(quotaValue),
  };
}

function secondsOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
