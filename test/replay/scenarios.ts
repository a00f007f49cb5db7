import type { WorkflowHandle } from '@temporalio/client';
import { sweepNow, sweepNowWorkflowId } from '../../src/temporal/sweeps.ts';
import { chatLeft, forgetWorkflowId, nearbyWorkflowId } from '../../src/workflows/contract.ts';
import { analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { buttonFor, createPerson, present } from '../support/person.ts';
import { resetToStart } from '../support/reset.ts';
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

  'analysis-partial-results': async (stack) => {
    stack.gemini.faults.add({
      route: 'batchGenerateContent',
      effect: { kind: 'behaviour', name: 'failed-items', value: 1 },
      times: 1,
    });
    const person = createPerson(stack.line, 'en');
    const data = await findRestaurants(person, 'all');
    await person.tap(data);
    return ended(analysisOf(stack, person, data));
  },

  'analysis-lost-create': async (stack) => {
    stack.gemini.faults.add({ route: 'batchGenerateContent', effect: { kind: 'lost-answer' }, times: 1 });
    return ended((await tapped(stack)).handle);
  },

  'analysis-no-reviews': async (stack) => {
    const person = createPerson(stack.line, 'en');
    const data = await findRestaurants(person);
    stack.gemini.faults.add({
      route: 'generateContent:search',
      effect: { kind: 'behaviour', name: 'nothing-found' },
      times: 10,
    });
    await person.tap(data);
    return ended(analysisOf(stack, person, data));
  },

  'analysis-model-refused': async (stack) => {
    const person = createPerson(stack.line, 'en');
    const data = await findRestaurants(person);
    const refusal = { kind: 'behaviour', name: 'safety' } as const;
    stack.gemini.faults.add({ route: 'batchItem', effect: refusal, times: 10 });
    stack.gemini.faults.add({ route: 'generateContent:json', effect: refusal, times: 10 });
    await person.tap(data);
    return ended(analysisOf(stack, person, data));
  },

  'analysis-held-replied': async (stack) => {
    monthlyLimit(stack, 1);
    const { person, data, handle } = await tapped(stack);
    await untilStage(handle, 'held');
    await person.tap(data);
    return ended(handle);
  },

  'analysis-held-pushed-next-month': async (stack) => {
    monthlyLimit(stack, 1);
    return ended((await tapped(stack)).handle);
  },

  'analysis-undelivered': async (stack) => {
    monthlyLimit(stack, 2);
    return ended((await tapped(stack)).handle);
  },

  'analysis-chat-left': async (stack) => {
    batchFault(stack, 'stuck-pending');
    const { handle, batchExists } = await tapped(stack);
    await batchExists();
    await handle.signal(chatLeft);
    return ended(handle);
  },

  'nearby-pushed': async (stack) => {
    stack.line.faults.add({
      route: 'reply',
      effect: { kind: 'status', status: 400, body: { message: 'Invalid reply token' } },
      times: 1,
    });
    return nearbyOf(stack, 25.0339, 121.5645);
  },

  'nearby-failed': async (stack) => {
    stack.gemini.faults.add({ route: 'generateContent', effect: { kind: 'status', status: 503 }, times: 3 });
    return nearbyOf(stack, 25.0339, 121.5645);
  },

  'nearby-choices': async (stack) => nearbyOf(stack, 25.0339, 121.5645),
  'nearby-sea': async (stack) => nearbyOf(stack, 0, 0),
};

const monthlyLimit = (stack: Stack, times: number) =>
  stack.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'monthly-limit' }, times });

/** Scenarios that need the index, or the resets, of the dev server. */
export const devServerScenarios: Record<string, Scenario> = {
  forget: async (stack) => {
    const person = createPerson(stack.line, 'en');
    await findRestaurants(person);
    const { webhookEventId } = await person.type('forget me');
    return ended(stack.temporal.installation.client.workflow.getHandle(forgetWorkflowId(webhookEventId)));
  },

  'analysis-made-anew': async (stack) => {
    const { handle } = await tapped(stack);
    await handle.result();
    const effect = { kind: 'behaviour', name: 'nothing-found' } as const;
    stack.gemini.faults.add({ route: 'generateContent:search', effect, times: 1 });
    const { client } = stack.temporal.installation;
    const { workflowId, runId } = await resetToStart(client, await handle.describe());
    return ended(client.workflow.getHandle(workflowId, runId));
  },

  sweep: async (stack) => {
    batchFault(stack, 'stuck-pending');
    const { handle, batchExists } = await tapped(stack);
    await batchExists();
    await handle.terminate();
    const { client } = stack.temporal.installation;
    const { installation } = stack.temporal.installation.digests;
    const options = { taskQueue: stack.config.temporalTaskQueue, input: { installation, overdueMs: 3_600_000 } };
    for (let swept = await sweepNow(client, options); swept.unanswered.length === 0; )
      swept = await sweepNow(client, options);
    return client.workflow.getHandle(sweepNowWorkflowId(options.input.installation));
  },

  'late-apology': async (stack) => {
    const { client } = stack.temporal.installation;
    for await (const { workflowId } of client.workflow.list({ query: "WorkflowType = 'lateApology'" }))
      return ended(client.workflow.getHandle(workflowId));
    throw new Error('The scenario of the sweep comes first');
  },
};

async function nearbyOf(stack: Stack, latitude: number, longitude: number): Promise<WorkflowHandle> {
  const person = createPerson(stack.line, 'en');
  const { webhookEventId } = await person.shareLocation(latitude, longitude);
  return ended(stack.temporal.skippingClient.workflow.getHandle(nearbyWorkflowId(webhookEventId)));
}
