import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { sweepNow } from '../../src/temporal/sweeps.ts';
import type { RunId } from '../../src/workflows/contract.ts';
import { analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { createPerson, type Person, present, textOf } from '../support/person.ts';
import { resetToStart } from '../support/reset.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

/** What the person hears of a request that an operator has made anew, and that fails then. */
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
const anew = async (run: RunId) => resetToStart(client(), run);
const pushesTo = (person: Person) => person.received().filter(({ via }) => via === 'push');

/** Nothing more is found about any place, so that whatever begins now fails at once. */
const loseReviews = () =>
  stack.gemini.faults.add({
    route: 'generateContent:search',
    effect: { kind: 'behaviour', name: 'nothing-found' },
    times: 100,
  });

async function tapped() {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  return { person, handle: analysisOf(stack, person, data), tap: async () => person.tap(data) };
}

async function delivered() {
  const { person, handle, tap } = await tapped();
  await tap();
  await handle.result();
  return { person, run: await handle.describe() };
}

const failureOf = async ({ workflowId, runId }: RunId) => {
  const error: unknown = await client()
    .workflow.getHandle(workflowId, runId)
    .result()
    .catch((reason: unknown) => reason);
  const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
  return cause instanceof ApplicationFailure ? cause : undefined;
};

test('a report that was delivered is not apologised for', async () => {
  const { person, run } = await delivered();
  loseReviews();
  const made = await anew(run);
  expect(await failureOf(made)).toMatchObject({
    type: 'NoReviews',
    message: expect.stringContaining('the user has the one of the run that was reset'),
  });
  const again = await anew(made);
  expect((await failureOf(again))?.type).toBe('NoReviews');
  expect(pushesTo(person)).toHaveLength(1);
});

test('an operator who cancels what was made anew says nothing to the person either', async () => {
  const { person, run } = await delivered();
  stack.gemini.faults.add({ route: 'getBatch', effect: { kind: 'status', status: 503 }, times: 100 });
  const made = await anew(run);
  const handle = client().workflow.getHandle(made.workflowId, made.runId);
  await untilStage(handle, 'waiting');
  await handle.cancel();
  await handle.result().catch(() => undefined);
  expect((await handle.describe()).status.name).toBe('CANCELLED');
  expect(pushesTo(person)).toHaveLength(1);
});

test('a sweep apologises for no run that a reset of a delivered one has made', async () => {
  const { person, run } = await delivered();
  stack.gemini.faults.add({ route: 'getBatch', effect: { kind: 'status', status: 503 }, times: 100 });
  const made = await anew(run);
  const handle = client().workflow.getHandle(made.workflowId, made.runId);
  await untilStage(handle, 'waiting');
  await handle.terminate('by mistake');
  const other = await tapped();
  await other.tap();
  await untilStage(other.handle, 'waiting');
  await other.handle.terminate('by mistake');
  const unanswered = await untilUnanswered(other.handle.workflowId);
  expect(unanswered).toEqual([other.handle.workflowId]);
  expect(pushesTo(person)).toHaveLength(1);
});

test('a report that may have been sent is not apologised for when LINE had taken it', async () => {
  const { person, handle, tap } = await tapped();
  stack.line.faults.add({ route: 'push', effect: { kind: 'lost-answer' }, times: 1 });
  stack.line.faults.add({ route: 'push', effect: { kind: 'status', status: 503 }, times: 100 });
  await tap();
  await person.untilReceived(3);
  const run = await handle.describe();
  loseReviews();
  const made = await anew(run);
  stack.line.faults.reset();
  expect((await failureOf(made))?.type).toBe('NoReviews');
  expect(pushesTo(person)).toHaveLength(1);
});

test('an apology is said once, and the report that comes of a later try is said too', async () => {
  const { person, handle, tap } = await tapped();
  loseReviews();
  await tap();
  await handle.result().catch(() => undefined);
  const made = await anew(await handle.describe());
  expect((await failureOf(made))?.type).toBe('NoReviews');
  expect(pushesTo(person)).toHaveLength(1);
  stack.gemini.faults.reset();
  const last = await anew(made);
  await client().workflow.getHandle(last.workflowId, last.runId).result();
  expect(pushesTo(person)).toHaveLength(2);
  expect(textOf(present(pushesTo(person)[0]))).not.toBe(textOf(present(pushesTo(person)[1])));
});

/** The index learns of a closed run a moment later. */
async function untilUnanswered(workflowId: string): Promise<string[]> {
  for (let ask = 0; ask < 100; ask++) {
    const options = { taskQueue: stack.config.temporalTaskQueue, input: { overdueMs: 3_600_000 } };
    const { unanswered } = await sweepNow(client(), options);
    if (unanswered.includes(workflowId)) return unanswered;
  }
  throw new Error('The sweep did not find it');
}
