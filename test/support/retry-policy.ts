import type { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';

/** How Temporal repeats an activity; without an end, `maximumAttempts` is 0. */
export type RetryPolicy = { initialMs: number; backoff: number; maximumMs: number; maximumAttempts: number };

type Info = ReturnType<typeof activityInfo>;

/** The policy of the activity under way as the history has it: the time-skipping server does not tell the worker. */
export async function retryPolicyOf(client: Client, { workflowExecution, activityId }: Info): Promise<RetryPolicy> {
  const { scheduled } = await scheduledIn(client, { workflowExecution, activityId });
  const { retryPolicy } = scheduled?.activityTaskScheduledEventAttributes ?? {};
  const initialMs = millisecondsOf(retryPolicy?.initialInterval) ?? 1000;
  return {
    initialMs,
    backoff: retryPolicy?.backoffCoefficient || 2,
    maximumMs: millisecondsOf(retryPolicy?.maximumInterval) ?? 100 * initialMs,
    maximumAttempts: retryPolicy?.maximumAttempts ?? 0,
  };
}

/** Signals upon which a run asks for the end of what is under way. */
const endings = new Set(['cancelByUser', 'chatLeft']);

/**
 * Whether the run has asked for the end of the activity under way, or is about to: Temporal then begins no further attempt
 * of it. By the time that an attempt's failure is told, the workflow task that a signal has brought may be done.
 */
export async function isCancelRequested(client: Client, info: Info): Promise<boolean> {
  const { events, scheduled } = await scheduledIn(client, info);
  return events.some(
    ({ activityTaskCancelRequestedEventAttributes: asked, workflowExecutionSignaledEventAttributes: signal }) =>
      endings.has(signal?.signalName ?? '') || (asked && Number(asked.scheduledEventId) === Number(scheduled?.eventId)),
  );
}

async function scheduledIn(client: Client, info: Pick<Info, 'workflowExecution' | 'activityId'>) {
  const { workflowId = '', runId } = info.workflowExecution ?? {};
  const events = (await client.workflow.getHandle(workflowId, runId).fetchHistory()).events ?? [];
  const scheduled = events.find((event) => event.activityTaskScheduledEventAttributes?.activityId === info.activityId);
  return { events, scheduled };
}

/** How long Temporal waits after an attempt has failed, the first one being 1, before it begins the next. */
export function pauseAfter({ initialMs, backoff, maximumMs }: RetryPolicy, attempt: number): number {
  return Math.min(initialMs * backoff ** (attempt - 1), maximumMs);
}

/** Tells how long Temporal waits after an attempt; a policy is read once, for it is the same in every run. */
export function createPauses(client: Client): (attempt: Info) => Promise<number> {
  const policies = new Map<string, RetryPolicy>();
  return async (info) => {
    const policy = policies.get(info.activityType) ?? (await retryPolicyOf(client, info));
    policies.set(info.activityType, policy);
    return pauseAfter(policy, info.attempt);
  };
}

type Duration = { seconds?: unknown; nanos?: number | null };

function millisecondsOf(duration: Duration | null | undefined): number | undefined {
  return duration ? Number(duration.seconds ?? 0) * 1000 + (duration.nanos ?? 0) / 1_000_000 : undefined;
}
