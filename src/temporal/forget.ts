import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { type ForgetInput, forgetWorkflowId, workflowTypes } from '../workflows/contract.ts';
import type { forget } from '../workflows/forget.ts';
import { withDeadline } from './deadline.ts';

/**
 * Starts to forget; the same event again changes nothing. The run carries no chat key that the index could find, so that
 * it does not find itself.
 *
 * @throws TemporalUnavailable
 */
export async function startForget(
  client: Client,
  options: { taskQueue: string; timeoutMs: number },
  webhookEventId: string,
  input: ForgetInput,
): Promise<void> {
  try {
    await withDeadline(client, options.timeoutMs, () =>
      client.workflow.start<typeof forget>(workflowTypes.forget, {
        workflowId: forgetWorkflowId(webhookEventId),
        taskQueue: options.taskQueue,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: summaries[input.scope.kind],
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

const summaries: Record<ForgetInput['scope']['kind'], string> = {
  stop: 'Stop everything of a chat that was left',
  message: 'Forget what an unsent message asked for',
  everything: 'Forget a chat',
};
