import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { type NearbyInput, type NearbyResult, nearbyWorkflowId, workflowTypes } from '../workflows/contract.ts';
import type { nearby } from '../workflows/nearby.ts';
import { ensureReadable } from '../workflows/refused.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { withDeadline } from './deadline.ts';
import type { RunMemo } from './run-description.ts';

/**
 * Starts the search for one webhook event; the same event again changes nothing.
 *
 * @param options.messageId LINE's id of the message, by which an unsend finds the search.
 * @returns whether this call started it.
 * @throws TemporalUnavailable
 */
export async function startNearby(
  client: Client,
  options: { taskQueue: string; timeoutMs: number },
  { input, messageId }: { input: NearbyInput; messageId: string },
): Promise<boolean> {
  const { webhookEventId, eventAtMs } = input;
  const memo: RunMemo = { webhookEventId, timestampMs: eventAtMs, placeNames: [], messageId };
  try {
    await withDeadline(client, options.timeoutMs, () =>
      client.workflow.start<typeof nearby>(workflowTypes.nearby, {
        workflowId: nearbyWorkflowId(webhookEventId),
        taskQueue: options.taskQueue,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        memo,
        typedSearchAttributes: [
          { key: searchAttributes.chat, value: input.chat.key },
          { key: searchAttributes.stage, value: 'searching' },
        ],
        staticSummary: 'Restaurants near a location',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/**
 * The result of a nearby search, waiting at most `timeoutMs` for one that is about to end.
 *
 * @returns undefined when it is gone, failed or not finished.
 * @throws TemporalUnavailable when Temporal itself cannot be reached.
 */
export async function readNearby(
  client: Client,
  timeoutMs: number,
  webhookEventId: string,
): Promise<NearbyResult | undefined> {
  try {
    const handle = client.workflow.getHandle<typeof nearby>(nearbyWorkflowId(webhookEventId));
    return ensureReadable(await withDeadline(client, timeoutMs, () => handle.result()));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowFailedError) return undefined;
    throw error;
  }
}
