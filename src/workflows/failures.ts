import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { ApologyReason, FailureReason } from './contract.ts';
import { detailsOf } from './ledger-entries.ts';

/** A failure that ends the run as Failed with this type. */
export function failure(
  type: FailureReason,
  message: string,
  cause?: unknown,
  details: unknown[] = [],
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: true,
    details,
    cause: cause instanceof Error ? cause : undefined,
  });
}

/** The stable type that an activity failed with. */
export function failureType(error: unknown): string | undefined {
  return error instanceof ActivityFailure && error.cause instanceof ApplicationFailure
    ? (error.cause.type ?? undefined)
    : undefined;
}

/** The last failure that an activity told, also when it was its deadline that ended it. */
export function lastFailure(error: unknown): ApplicationFailure | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  const last = error.cause instanceof TimeoutFailure ? error.cause.cause : error.cause;
  return last instanceof ApplicationFailure ? last : undefined;
}

/** How long the vendor asked to wait when an activity failed for good, milliseconds. */
export function hintOf(error: unknown): number | undefined {
  const last = lastFailure(error);
  return last && detailsOf(last).retryAfterMs;
}

/** What the user is told of an activity that failed for good, by the table of outcomes. */
export function apologyOf(error: unknown): ApologyReason {
  const last = lastFailure(error);
  // Version 1 told the type only.
  return (last && detailsOf(last).apology) ?? (last?.type === 'GeminiDayQuota' ? 'DayQuota' : 'GeminiUnavailable');
}

/** A member of the first detail that an activity of ours failed with. */
export function failureDetail(error: unknown, name: string): unknown {
  const [details] = lastFailure(error)?.details ?? [];
  return typeof details === 'object' && details !== null
    ? Object.entries(details).find(([key]) => key === name)?.[1]
    : undefined;
}
