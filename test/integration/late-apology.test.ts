import { lateApologyWorkflowId, type RunId, workflowTypes } from '../../src/workflows/contract.ts';
import type { lateApology } from '../../src/workflows/late-apology.ts';
import { analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { createPerson, type Person, present, until } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startTimeSkippingServer } from '../support/temporal.ts';

/** The apology for a run that was ended from outside, started as the sweep starts it. */
let temporal: Awaited<ReturnType<typeof startTimeSkippingServer>>;
let stack: Stack;

beforeAll(async () => {
  temporal = await startTimeSkippingServer();
  stack = await startStack(temporal, { batchSeconds: 0, settings: { holdDays: 40 } });
});

beforeEach(() => stack.syncClock());

afterEach(() => {
  stack.gemini.faults.reset();
  stack.line.faults.reset();
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const stuckOnce = () =>
  stack.gemini.faults.add({
    route: 'batchGenerateContent',
    effect: { kind: 'behaviour', name: 'stuck-pending' },
    times: 1,
  });

async function terminated() {
  stuckOnce();
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  const tap = async () => person.tap(data);
  await tap();
  const handle = analysisOf(stack, person, data);
  await untilStage(handle, 'waiting');
  const { workflowId, runId } = await handle.describe();
  await handle.terminate('by mistake');
  return { person, tap, handle, run: { workflowId, runId } };
}

const startFor = async (run: RunId) =>
  temporal.skippingClient.workflow.start<typeof lateApology>(workflowTypes.lateApology, {
    workflowId: lateApologyWorkflowId(run.runId),
    taskQueue: stack.config.temporalTaskQueue,
    args: [run],
  });

const pushesTo = (person: Person) => person.received().filter(({ via }) => via === 'push');

test('the quota of the month is used up: the apology comes when the month turns', async () => {
  const { person, run } = await terminated();
  stack.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'monthly-limit' }, times: 1 });
  const apology = await startFor(run);
  expect(await apology.result()).toBe('apologised');
  expect(pushesTo(person)).toHaveLength(1);
});

test('the quota is used up next month too: the run ends red', async () => {
  const { person, run } = await terminated();
  stack.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'monthly-limit' }, times: 2 });
  const apology = await startFor(run);
  await expect(apology.result()).rejects.toMatchObject({ cause: { type: 'Undelivered' } });
  expect(pushesTo(person)).toHaveLength(0);
});

test('a new tap that has its report makes the apology needless', async () => {
  const { person, tap, handle, run } = await terminated();
  await tap();
  await handle.result();
  const apology = await startFor(run);
  expect(await apology.result()).toBe('nothing-to-say');
  expect(pushesTo(person)).toHaveLength(1);
});

test('a new tap while the apology is on its way is answered alone', async () => {
  const { person, tap, handle, run } = await terminated();
  stack.line.faults.add({ route: 'push', effect: { kind: 'status', status: 401 }, times: 1000 });
  const apology = await startFor(run);
  const refused = () =>
    stack.simulator.journal.entries().some(({ route, status }) => route === 'push' && status === 401);
  await until('the first attempt', stack.simulator.journal.subscribe, refused);
  stuckOnce();
  await tap();
  await untilStage(handle, 'waiting');
  stack.line.faults.reset();
  expect(await apology.result()).toBe('nothing-to-say');
  await stack.gemini.setBatchState(present(stack.gemini.batches().at(-1)).name, 'SUCCEEDED');
  await handle.result();
  expect(pushesTo(person)).toHaveLength(1);
});

test('LINE refuses the apology as it is: it comes as text', async () => {
  const { person, run } = await terminated();
  stack.line.faults.add({ route: 'push', effect: { kind: 'status', status: 400 }, times: 1 });
  const apology = await startFor(run);
  expect(await apology.result()).toBe('apologised');
  expect(pushesTo(person).map(({ message }) => message.type)).toEqual(['text']);
});
