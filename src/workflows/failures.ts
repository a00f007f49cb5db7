import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import type { FailureReason } from './contract.ts';

/** A failure that ends the run as Failed with this type. */
export function failure(type: FailureReason, message: string, cause?: unknown): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: true,
    cause: cause instanceof Error ? cause : undefined,
  });
}

/** The stable type that an activity failed with. */
export function failureType(error: unknown): string | undefined {
  return error instanceof ActivityFailure && error.cause instanceof ApplicationFailure
    ? (error.cause.type ?? undefined)
    : undefined;
}
