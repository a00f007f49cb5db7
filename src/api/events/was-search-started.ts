import { TemporalUnavailable } from '../../temporal/deadline.ts';
import { describeRun } from '../../temporal/running-analyses.ts';
import { nearbyWorkflowId } from '../../workflows/contract.ts';
import type { ApiContext } from '../context.ts';

/** The same event may come twice at once, and a call without an answer may still be taken. */
const lookAgainAfterMs = 3000;

/**
 * Whether the search of an event runs after all, although the call that should start it failed. Its reply token belongs to
 * that run then: a second user of it would make the run believe that its own reply had arrived.
 */
export async function wasSearchStarted(api: ApiContext, webhookEventId: string): Promise<boolean> {
  if (await isThere(api, webhookEventId)) return true;
  await api.pause(lookAgainAfterMs);
  return isThere(api, webhookEventId);
}

/** Whether Temporal says that there is such a search; false when it does not answer. */
async function isThere({ temporal, budgets }: ApiContext, webhookEventId: string): Promise<boolean> {
  try {
    return (await describeRun(temporal, budgets.queryMs, nearbyWorkflowId(webhookEventId))) !== undefined;
  } catch (error) {
    if (error instanceof TemporalUnavailable) return false;
    throw error;
  }
}
