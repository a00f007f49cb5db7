import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { scheduledIn } from '../../src/temporal/run-history.ts';
import { batchUpdated, cancelByUser } from '../../src/workflows/contract.ts';
import { acceptedPushes, analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { createPerson, present } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startTimeSkippingServer, type TestTemporal } from '../support/temporal.ts';

/** What a run does that does not know whether its create has made a job. */
let temporal: TestTemporal;
let stack: Stack;

beforeAll(async () => {
  temporal = await startTimeSkippingServer();
  stack = await startStack(temporal, { batchSeconds: 0 });
});

beforeEach(() => stack.syncClock());

afterEach(() => stack.gemini.faults.reset());

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const onGemini = (route: string, name: string) =>
  stack.gemini.faults.add({ route, effect: { kind: 'behaviour', name }, times: 1 });
const loseCreate = () =>
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect: { kind: 'lost-answer' }, times: 1 });

async function tapped() {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  const before = { jobs: stack.gemini.batches().length, pushes: acceptedPushes(stack).length };
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  const made = () => ({
    jobs: stack.gemini.batches().slice(before.jobs),
    pushes: acceptedPushes(stack).length - before.pushes,
  });
  return { handle, made };
}

const eventsOf = async (handle: WorkflowHandle) => (await handle.fetchHistory()).events ?? [];

/** Looks at the history, so that no time skips. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let ask = 0; ask < 400; ask++) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error(`Not in time: ${what}`);
}

const timersFired = async (handle: WorkflowHandle) =>
  (await eventsOf(handle)).filter((event) => event.timerFiredEventAttributes).length;
const scheduled = async (handle: WorkflowHandle, activity: string) =>
  scheduledIn(await eventsOf(handle), activity).length;
const isWaitingForKnowledge = async (handle: WorkflowHandle) =>
  (await eventsOf(handle)).some((event) => event.timerStartedEventAttributes);

test('a webhook that names our job ends the wait after a create of unknown outcome', async () => {
  loseCreate();
  const { handle, made } = await tapped();
  await until('the report is out', async () => made().pushes === 1);
  expect(await timersFired(handle)).toBe(0);
  expect(await scheduled(handle, 'createBatch')).toBe(1);
  expect(made().jobs.map(({ state }) => state)).toEqual(['SUCCEEDED']);
  expect((await handle.result()).ledger.map(({ call, status }) => `${call} ${status}`).toSorted()).toEqual([
    'batchLine confirmed',
    'collectReviews confirmed',
  ]);
});

test('a webhook that names the job of somebody else ends nothing, and no second job is asked for before the time', async () => {
  const { handle: other } = await tapped();
  await other.result();
  const foreign = present(stack.gemini.batches().at(-1)).name;
  loseCreate();
  onGemini('webhook', 'lost');
  const { handle, made } = await tapped();
  await until('the run waits', async () => isWaitingForKnowledge(handle));
  for (const [index, batchName] of [foreign, foreign, 'batches/nobody-knows'].entries())
    await handle.signal(batchUpdated, { webhookId: `w${index}`, batchName });
  await until('it has looked', async () => (await scheduled(handle, 'adoptBatch')) === 2);
  expect(await scheduled(handle, 'createBatch')).toBe(1);
  await handle.result();
  expect(await scheduled(handle, 'adoptBatch')).toBe(2);
  expect(await scheduled(handle, 'createBatch')).toBe(2);
  expect(made()).toMatchObject({ jobs: [{ state: 'SUCCEEDED' }], pushes: 1 });
});

test('a wake without a name, as version 1 sends it, is no harm', async () => {
  loseCreate();
  onGemini('webhook', 'lost');
  const { handle, made } = await tapped();
  await until('the run waits', async () => isWaitingForKnowledge(handle));
  await handle.signal(batchUpdated, { webhookId: 'w' });
  await handle.result();
  expect(made()).toMatchObject({ jobs: [{ state: 'SUCCEEDED' }], pushes: 1 });
});

test('a run that is cancelled meanwhile waits until the job must be there, and cancels it', async () => {
  loseCreate();
  onGemini('batchGenerateContent', 'stuck-pending');
  const { handle, made } = await tapped();
  await until('the run waits', async () => isWaitingForKnowledge(handle));
  await handle.signal(cancelByUser);
  await expect(handle.result()).rejects.toThrow('cancelled');
  expect(await timersFired(handle)).toBeGreaterThanOrEqual(1);
  expect(made()).toMatchObject({ jobs: [{ state: 'CANCELLED' }], pushes: 0 });
});

test('a job that succeeded without an output is looked at twice more, a poll apart, then the ordinary call answers', async () => {
  onGemini('batchGenerateContent', 'no-output');
  const { handle, made } = await tapped();
  await untilStage(handle, 'waiting');
  for (let wake = 1; wake <= 4; wake++) {
    await handle.signal(batchUpdated, { webhookId: `w${wake}` });
    await until('the run has looked', async () => (await scheduled(handle, 'checkBatch')) >= wake);
  }
  const { ledger } = await handle.result();
  expect(await timersFired(handle)).toBe(2);
  expect(ledger.map(({ call }) => call)).toContain('answerNow');
  expect(made()).toMatchObject({ jobs: [{ state: 'SUCCEEDED' }], pushes: 1 });
});

const lists = () => stack.simulator.journal.entries().filter(({ route }) => route === 'listBatches').length;

test('the names of its jobs are in the memo, so that a cancel reads no list of jobs', async () => {
  onGemini('batchGenerateContent', 'stuck-pending');
  const { handle, made } = await tapped();
  await until('it waits', async () => (await handle.describe()).memo?.jobs !== undefined);
  const [job] = made().jobs;
  expect((await handle.describe()).memo).toMatchObject({ jobs: [present(job).name] });
  const listsBefore = lists();
  await handle.signal(cancelByUser);
  await expect(handle.result()).rejects.toThrow('cancelled');
  expect(made().jobs.map(({ state }) => state)).toEqual(['CANCELLED']);
  expect(lists()).toBe(listsBefore);
});
