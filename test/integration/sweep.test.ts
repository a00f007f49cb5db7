import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { scheduledIn } from '../../src/temporal/run-history.ts';
import { scheduleSweep, sweepNow } from '../../src/temporal/sweeps.ts';
import { acceptedPushes, analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { createPerson, present, textOf } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: Stack;

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal);
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const hourMs = 3_600_000;
const sweep = async () =>
  sweepNow(temporal.installation.client, { taskQueue: stack.config.temporalTaskQueue, input: { overdueMs: hourMs } });

async function waitingAnalysis() {
  const batch = {
    route: 'batchGenerateContent',
    effect: { kind: 'behaviour', name: 'stuck-pending' },
    times: 1,
  } as const;
  stack.gemini.faults.add(batch);
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await untilStage(handle, 'waiting');
  return { person, handle, batch: present(stack.gemini.batches().at(-1)) };
}

test('a terminated run: its person gets one apology, however often is swept, and its job is found', async () => {
  const { person, handle, batch } = await waitingAnalysis();
  const alive = await waitingAnalysis();
  await handle.terminate('by mistake');
  const pushesBefore = acceptedPushes(stack).length;

  const first = await untilSwept(({ unanswered }) => unanswered.includes(handle.workflowId));
  expect(first.overdue).toEqual([]);
  const [, , apology] = await person.untilReceived(3);
  expect(present(apology).via).toBe('push');
  expect(textOf(present(apology))).toContain('had to stop');
  await sweep();
  await sweep();
  expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);

  // A job younger than a quarter of an hour may belong to a run that the index does not know yet.
  expect(stack.gemini.batches().find(({ name }) => name === batch.name)?.state).toBe('PENDING');
  expect((await alive.handle.describe()).status.name).toBe('RUNNING');
});

test('a held answer whose reply LINE refused is no answer: when the run is terminated, its person gets the apology', async () => {
  stack.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'monthly-limit' }, times: 1 });
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await untilStage(handle, 'held');
  const refusal = { kind: 'status', status: 400, body: { message: 'Invalid reply token' } } as const;
  stack.line.faults.add({ route: 'reply', effect: refusal, times: 1 });
  await person.tap(data);
  await untilCompleted(handle, 'replyPlan');
  await handle.terminate('by mistake');
  await untilSwept(({ unanswered }) => unanswered.includes(handle.workflowId));
  const [, , apology] = await person.untilReceived(3);
  expect(textOf(present(apology))).toContain('had to stop');
});

test('the schedule can be set up again with other settings', async () => {
  const { client } = temporal.installation;
  const { installation } = temporal.installation.digests;
  const taskQueue = stack.config.temporalTaskQueue;
  const options = { deployment: 'local', taskQueue, input: { installation, overdueMs: hourMs } };
  await scheduleSweep(client, options);
  await scheduleSweep(client, { ...options, input: { installation, overdueMs: 2 * hourMs } });
  const handle = client.schedule.getHandle(`hyoban-sweep:${installation}`);
  const { action } = await handle.describe();
  expect(action.type === 'startWorkflow' && action).toMatchObject({
    args: [{ installation, overdueMs: 2 * hourMs }],
    workflowId: `sweep:${installation}`,
  });
  await handle.delete();
});

test('the schedule of version 1 is replaced, unless it is of another installation with that deployment name', async () => {
  const { client, digests } = temporal.installation;
  const { installation } = digests;
  const oldSchedule = async (deployment: string, taskQueue: string) =>
    client.schedule.create({
      scheduleId: `hyoban-sweep-${deployment}`,
      spec: { intervals: [{ every: '15 minutes' }] },
      action: { type: 'startWorkflow', workflowType: 'sweep', workflowId: 'sweep', taskQueue, args: [] },
    });
  const taskQueue = stack.config.temporalTaskQueue;
  const ours = await oldSchedule('ours', taskQueue);
  const others = await oldSchedule('theirs', 'another-queue');
  const input = { installation, overdueMs: hourMs };
  for (const deployment of ['ours', 'theirs', 'never-there'])
    await scheduleSweep(client, { deployment, taskQueue, input });
  await expect(ours.describe()).rejects.toThrow('not found');
  expect((await others.describe()).action).toMatchObject({ taskQueue: 'another-queue' });
  await others.delete();
  await client.schedule.getHandle(`hyoban-sweep:${installation}`).delete();
});

async function untilCompleted(handle: WorkflowHandle, activityType: string): Promise<void> {
  for (let ask = 0; ask < 400; ask++) {
    const { events = [] } = await handle.fetchHistory();
    const ids = scheduledIn(events ?? [], activityType).map(({ eventId }) => String(eventId));
    if (events?.some((event) => ids.includes(String(event.activityTaskCompletedEventAttributes?.scheduledEventId))))
      return;
    await sleep(50);
  }
  throw new Error(`${activityType} did not end`);
}

/** The index learns of a closed run a moment later. */
async function untilSwept(holds: (result: Awaited<ReturnType<typeof sweep>>) => boolean) {
  for (let ask = 0; ask < 100; ask++) {
    const result = await sweep();
    if (holds(result)) return result;
  }
  throw new Error('The sweep did not find it');
}
