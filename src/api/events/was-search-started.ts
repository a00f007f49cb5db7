import { setTimeout as sleep } from 'node:timers/promises';
import { TemporalUnavailable } from '../../temporal/deadline.ts';
import { describeRun } from '../../temporal/running-analyses.ts';
import { nearbyWorkflowId } from '../../workflows/contract.ts';
import type { ApiContext } from '../context.ts';

/** The same event may come twice at once, and a call without an answer may still be taken. */
const looksAfterMs = [0, 3000];

/**
 * Whether the search of an event runs after all, although the call that should start it failed. Its reply token belongs to
 * that run then: a second user of it would make the run believe that its own reply had arrived.
 */
export async function wasSearchStarted({ temporal, budgets }: ApiContext, webhookEventId: string): Promise<boolean> {
  for (const pauseMs of looksAfterMs) {
    await sleep(pauseMs);
    try {
      if (await describeRun(temporal, budgets.queryMs, nearbyWorkflowId(webhookEventId))) return true;
    } catch (error) {
      if (!(error instanceof TemporalUnavailable)) throw error;
    }
  }
  return false;
}
