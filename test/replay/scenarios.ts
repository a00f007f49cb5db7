import type { WorkflowHandle } from '@temporalio/client';
import { nearbyWorkflowId } from '../../src/workflows/contract.ts';
import { analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { buttonFor, createPerson, present } from '../support/person.ts';
import type { Stack } from '../support/stack.ts';

/** Plays a scenario on a stack and returns the workflow whose history is kept. */
export type Scenario = (stack: Stack) => Promise<WorkflowHandle>;

const batchFault = (stack: Stack, name: string) =>
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect: { kind: 'behaviour', name }, times: 1 });

async function tapped(stack: Stack) {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  return { person, data, handle, batchExists: async () => untilStage(handle, 'waiting') };
}

/** Waits for the end, whatever it is. */
const ended = async (handle: WorkflowHandle) => {
  await handle.result().catch(() => undefined);
  return handle;
};

/** Every scenario with a stored history, by the name of its file. */
export const scenarios: Record<string, Scenario> = {
  'analysis-webhook': async (stack) => ended((await tapped(stack)).handle),

  'analysis-poll': async (stack) => {
    stack.gemini.faults.add({ route: 'webhook', effect: { kind: 'behaviour', name: 'lost' }, times: 1 });
    return ended((await tapped(stack)).handle);
  },

  'analysis-duplicate-tap': async (stack) => {
    batchFault(stack, 'stuck-pending');
    const { person, data, handle, batchExists } = await tapped(stack);
    await batchExists();
    await person.tap(data);
    await person.untilReceived(3);
    await stack.gemini.setBatchState(present(stack.gemini.batches().at(-1)).name, 'SUCCEEDED');
    return ended(handle);
  },

  'analysis-failed-batch': async (stack) => {
    batchFault(stack, 'job-failed');
    return ended((await tapped(stack)).handle);
  },

  'analysis-patience': async (stack) => {
    batchFault(stack, 'stuck-pending');
    return ended((await tapped(stack)).handle);
  },

  'analysis-cancelled-by-user': async (stack) => {
    batchFault(stack, 'stuck-pending');
    const { person, handle, batchExists } = await tapped(stack);
    await batchExists();
    const [, working] = await person.untilReceived(2);
    await person.tap(buttonFor(present(working), 'cancel'));
    return ended(handle);
  },

  'analysis-cancelled-by-operator': async (stack) => {
    batchFault(stack, 'stuck-pending');
    const { handle, batchExists } = await tapped(stack);
    await batchExists();
    await handle.cancel();
    return ended(handle);
  },

  'analysis-answer-now': async (stack) => {
    batchFault(stack, 'stuck-pending');
    const { person, data, handle, batchExists } = await tapped(stack);
    await batchExists();
    await person.tap(data);
    const [, , still] = await person.untilReceived(3);
    await person.tap(buttonFor(present(still), 'now'));
    return ended(handle);
  },

  'analysis-queued': async (stack) => {
    batchFault(stack, 'quota-429');
    return ended((await tapped(stack)).handle);
  },

  'analysis-apology': async (stack) => {
    const person = createPerson(stack.line, 'en');
    const data = await findRestaurants(person);
    stack.gemini.faults.add({ route: 'generateContent', effect: { kind: 'status', status: 503 }, times: 50 });
    await person.tap(data);
    const handle = await ended(analysisOf(stack, person, data));
    stack.gemini.faults.reset();
    return handle;
  },

  'nearby-choices': async (stack) => nearbyOf(stack, 25.0339, 121.5645),
  'nearby-sea': async (stack) => nearbyOf(stack, 0, 0),
};

async function nearbyOf(stack: Stack, latitude: number, longitude: number): Promise<WorkflowHandle> {
  const person = createPerson(stack.line, 'en');
  const { webhookEventId } = await person.shareLocation(latitude, longitude);
  return ended(stack.temporal.skippingClient.workflow.getHandle(nearbyWorkflowId(webhookEventId)));
}
