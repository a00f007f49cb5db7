import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { parseButtonData } from '../../src/line/button-data.ts';
import type { analysis } from '../../src/workflows/analysis.ts';
import { analysisWorkflowId, type Stage } from '../../src/workflows/contract.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';
import { buttonFor, buttonsOf, type Person, present } from './person.ts';
import type { Stack } from './stack.ts';

/** Xinyi in Taipei: land, so the simulator knows restaurants there. */
export const taipei = [25.0339, 121.5645] as const;

/** Shares the location and waits for the restaurants; returns the data of the first "analyse" button, or of "all". */
export async function findRestaurants(person: Person, which: 'first' | 'all' = 'first'): Promise<string> {
  await person.shareLocation(...taipei);
  const choices = await person.next();
  if (which === 'first') return buttonFor(choices, 'analyse');
  return present(buttonsOf(choices.message).find(({ data }) => parseButtonData(data)?.index === 'all')).data;
}

/** The handle of the analysis behind a button, through the client that lets time skip. */
export function analysisOf(stack: Stack, person: Person, buttonData: string): WorkflowHandle<typeof analysis> {
  const button = parseButtonData(buttonData);
  if (!button) throw new Error(`No button of ours: ${buttonData}`);
  const { digests } = stack.temporal.installation;
  const workflowId = analysisWorkflowId(digests.chatKey(person.userId), button.placeKey);
  return stack.temporal.skippingClient.workflow.getHandle<typeof analysis>(workflowId);
}

/** Pushes that LINE accepted, as its journal has them. */
export function acceptedPushes(stack: Stack) {
  return stack.simulator.journal.entries().filter((entry) => entry.route === 'push' && entry.status === 200);
}

/**
 * Waits until a run is seen at a stage; the server has no way to tell, so it is asked again and again. A test cancels only
 * after this: the time-skipping server never ends a run whose cancel crosses the completion of an activity.
 */
export async function untilStage(handle: WorkflowHandle, stage: Stage): Promise<void> {
  for (let ask = 0; ask < 400; ask++) {
    const { typedSearchAttributes } = await handle.describe();
    if (typedSearchAttributes.get(searchAttributes.stage) === stage) return;
    await sleep(50);
  }
  throw new Error(`The run did not come to the stage ${stage}`);
}
