import type { RunId } from '../../src/workflows/contract.ts';
import { analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { createPerson, type Person, present } from '../support/person.ts';
import { resetRun, resetToStart } from '../support/reset.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

/** A request is answered once whatever operators reset, and its page stays where the link says. */
let temporal: TestTemporal;
let stack: Stack;

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal);
});

afterEach(() => {
  stack.gemini.faults.reset();
  stack.line.faults.reset();
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const client = () => temporal.installation.client;
const handleOf = ({ workflowId, runId }: RunId) => client().workflow.getHandle(workflowId, runId);

async function tapped() {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const { workflowId } = analysisOf(stack, person, data);
  const run = { workflowId, runId: (await client().workflow.getHandle(workflowId).describe()).runId };
  return { person, run, tap: async () => person.tap(data) };
}

const pushesTo = (person: Person) => person.received().filter(({ via }) => via === 'push');

/** The status of the page that the last message to a person links to. */
async function pageStatus(person: Person): Promise<number> {
  const [link] = /https?:[^"\s]*\/r\/[\w.~-]+/.exec(JSON.stringify(present(person.received().at(-1)).message)) ?? [];
  const { status } = await fetch(present(link));
  return status;
}

test('LINE takes a report in no form: "status" leads to its page', async () => {
  stack.line.faults.add({ route: 'push', effect: { kind: 'status', status: 400 }, times: 2 });
  const { person, run } = await tapped();
  await expect(handleOf(run).result()).rejects.toMatchObject({ cause: { type: 'Undelivered' } });
  // The index learns of it a moment later.
  for (let ask = 1; !JSON.stringify(person.received().at(-1)?.message).includes('/r/'); ask++) {
    if (ask > 50) throw new Error('No link came');
    await person.type('status');
    await person.untilReceived(2 + ask);
  }
  expect(await pageStatus(person)).toBe(200);
});

test('the page of a report that a reset run pushes is found from the first run', async () => {
  stack.line.faults.add({ route: 'push', effect: { kind: 'status', status: 401 }, times: 100 });
  const { person, run } = await tapped();
  await untilStage(handleOf(run), 'delivering');
  const second = await resetRun(client(), run, 0.99);
  stack.line.faults.reset();
  const result = await handleOf(second).result();
  expect(result).toMatchObject({ delivery: 'pushed' });
  expect((await handleOf(run).describe()).status.name).toBe('TERMINATED');
  expect(pushesTo(person)).toHaveLength(1);
  expect(await pageStatus(person)).toBe(200);
});

test('the page is found through two resets of the same run, of which the first led nowhere', async () => {
  const stuck = { kind: 'behaviour', name: 'stuck-pending' } as const;
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect: stuck, times: 1 });
  const { person, run } = await tapped();
  await untilStage(handleOf(run), 'waiting');
  const nowhere = await resetToStart(client(), run);
  const last = await resetToStart(client(), run);
  await untilStage(handleOf(last), 'waiting');
  await stack.gemini.setBatchState(present(stack.gemini.batches().at(-1)).name, 'SUCCEEDED');
  await handleOf(last).result();
  expect((await handleOf(nowhere).describe()).status.name).toBe('TERMINATED');
  expect(await pageStatus(person)).toBe(200);
});

test('a delivered report stays on its page when its run is reset, and is not pushed again', async () => {
  const { person, run } = await tapped();
  await handleOf(run).result();
  const second = await resetToStart(client(), run);
  expect(await handleOf(second).result()).toMatchObject({ delivery: 'earlier' });
  expect(pushesTo(person)).toHaveLength(1);
  expect(await pageStatus(person)).toBe(200);
});

test('a deferred report that was given by reply is not pushed by the run that a reset makes', async () => {
  stack.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'monthly-limit' }, times: 1 });
  const { person, run, tap } = await tapped();
  await untilStage(handleOf(run), 'held');
  await tap();
  expect(await handleOf(run).result()).toMatchObject({ delivery: 'replied' });
  const second = await resetToStart(client(), run);
  expect(await handleOf(second).result()).toMatchObject({ delivery: 'earlier' });
  const third = await resetToStart(client(), second);
  expect(await handleOf(third).result()).toMatchObject({ delivery: 'earlier' });
  expect(pushesTo(person)).toHaveLength(0);
});

test('a deferred report whose reply nobody knows of is not pushed either: only the user may ask for it', async () => {
  stack.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'monthly-limit' }, times: 1 });
  const { person, run, tap } = await tapped();
  await untilStage(handleOf(run), 'held');
  stack.line.faults.add({ route: 'reply', effect: { kind: 'lost-answer' }, times: 1 });
  stack.line.faults.add({ route: 'reply', effect: { kind: 'status', status: 503 }, times: 100 });
  await tap();
  await person.untilReceived(3);
  const second = await resetToStart(client(), run);
  await untilStage(handleOf(second), 'held');
  expect(pushesTo(person)).toHaveLength(0);
  stack.line.faults.reset();
  await tap();
  expect(await handleOf(second).result()).toMatchObject({ delivery: 'replied' });
});
