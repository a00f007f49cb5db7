import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { cancelByUser } from '../../src/workflows/contract.ts';
import { analysisOf, findRestaurants } from '../support/analyses.ts';
import { type MortalStack, startMortalStack } from '../support/crash-points/mortal-stack.ts';
import { createPerson } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: MortalStack;

// The dev server: the time-skipping one forgets an activity that fails after its end was asked for.
beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startMortalStack(temporal, { batchSeconds: 3600 }, 'real');
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

/** Waits until the run has asked Temporal for the end of an activity. */
async function untilEndIsAskedFor(handle: WorkflowHandle): Promise<void> {
  for (let ask = 0; ask < 400; ask++) {
    const { events } = await handle.fetchHistory();
    if (events?.some(({ activityTaskCancelRequestedEventAttributes: asked }) => asked)) return;
    await sleep(50);
  }
  throw new Error('The run did not ask for the end of an activity');
}

test.each([
  ['before', []],
  ['after', ['CANCELLED']],
] as const)(
  'a worker that dies %s it creates the job of a run that is being cancelled leaves no job behind',
  async (moment, jobs) => {
    const person = createPerson(stack.line);
    const button = await findRestaurants(person);
    const handle = analysisOf(stack, person, button);
    const attemptsBefore = stack.mortal.attempts().length;
    const jobsBefore = stack.gemini.batches().length;
    stack.mortal.dieAt({ activity: 'createBatch', call: 'gemini.createBatch', moment });
    stack.mortal.beforeNext('createBatch', async () => {
      await handle.signal(cancelByUser);
      await untilEndIsAskedFor(handle);
    });
    await person.tap(button);

    await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    const creating = stack.mortal.attempts().slice(attemptsBefore);
    expect(creating.filter(({ activity }) => activity === 'createBatch').map(({ end }) => end)).toEqual(['died']);
    const states = stack.gemini
      .batches()
      .slice(jobsBefore)
      .map(({ state }) => state.replace(/^.*_/, ''));
    expect(states).toEqual(jobs);
  },
);
