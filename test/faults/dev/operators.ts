import type { Client } from '@temporalio/client';
import { resetRun } from '../../support/reset.ts';
import type { Run } from '../evidence.ts';
import { readRun } from '../evidence.ts';
import type { RunRef } from '../visibility.ts';
import type { DevStage } from './stage.ts';
import type { DevAction } from './story.ts';

/** What operators do to the newest analysis of a chat. */
export type OperatorAction = Extract<DevAction, { kind: 'reset' | 'terminate' | 'cancel-outside' | 'delete' }>;

/** Something that an operator did to a run. */
export type Deed = {
  atMs: number;
  kind: OperatorAction['kind'];
  run: RunRef;
  /** Whether the run was open when it happened. */
  wasOpen: boolean;
  /** The run that a reset made. */
  made?: RunRef;
  /** A run as it was before it was deleted. */
  snapshot?: Run;
};

/** Does it and says what it was. @throws Error when there is nothing to do it to. */
export async function operate(
  stage: DevStage,
  workflowId: string,
  action: OperatorAction,
): Promise<{ deed: Deed | undefined; text: string }> {
  const { client } = stage.operators;
  const handle = client.workflow.getHandle(workflowId);
  const { runId, status } = await handle.describe();
  const run = { workflowId, runId };
  const wasOpen = status.name === 'RUNNING';
  const deed = { atMs: Date.now(), kind: action.kind, run, wasOpen };
  const exact = client.workflow.getHandle(workflowId, runId);
  const which = `${runId.slice(0, 8)} (${status.name})`;
  const tooLate = { deed: undefined, text: `finds ${which}: too late to ${action.kind}` };
  switch (action.kind) {
    case 'terminate':
      if (!wasOpen) return tooLate;
      await exact.terminate('fault run');
      return { deed, text: `terminates ${which}` };
    case 'cancel-outside':
      if (!wasOpen) return tooLate;
      await exact.cancel();
      return { deed, text: `cancels ${which}` };
    case 'delete': {
      if (wasOpen) return tooLate;
      const snapshot = await readRun(stage.installation, run);
      await deleteRun(client, run);
      return { deed: { ...deed, snapshot }, text: `deletes ${which}` };
    }
    case 'reset': {
      const { eventId, ...made } = await resetRun(client, run, action.part);
      return { deed: { ...deed, made }, text: `resets ${which} to event ${eventId}: ${made.runId.slice(0, 8)}` };
    }
  }
}

/** Deletes a run; one that is gone is fine. */
export async function deleteRun(client: Client, run: RunRef): Promise<void> {
  const { namespace } = client.options;
  await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: run }).catch(() => undefined);
}

/** Whether the server still gives a run's history away. */
export async function isReadable(client: Client, { workflowId, runId }: RunRef): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId, runId).fetchHistory();
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** gRPC's code for what is not there, as histories are refused with it. */
export function isNotFound(error: unknown): boolean {
  const notFound = 5;
  return error instanceof Error && 'code' in error && error.code === notFound;
}
