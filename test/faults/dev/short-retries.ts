import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../../src/activities/index.ts';
import { shortened } from './short-waits.ts';

/** What an activity says of its next attempt is shortened as the waits of workflows are. */
export function withShortRetries(activities: Activities): Activities {
  const shorter = Object.entries(activities).map(([name, activity]) => [
    name,
    async (...input: unknown[]) => {
      try {
        return await (activity as (...given: unknown[]) => Promise<unknown>)(...input);
      } catch (error) {
        throw error instanceof ApplicationFailure ? withShortRetry(error) : error;
      }
    },
  ]);
  return Object.fromEntries(shorter) as Activities;
}

function withShortRetry(failure: ApplicationFailure): ApplicationFailure {
  const { message, type, nonRetryable, details, cause, nextRetryDelay } = failure;
  if (typeof nextRetryDelay !== 'number') return failure;
  return ApplicationFailure.create({
    ...{ message, type: type ?? undefined, nonRetryable: nonRetryable ?? undefined, cause },
    details: details ?? undefined,
    nextRetryDelay: shortened(nextRetryDelay),
  });
}
