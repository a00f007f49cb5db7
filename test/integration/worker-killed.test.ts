import { tsToMs } from '@temporalio/common/lib/time.js';
import { acceptedPushes, analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { createPerson, until } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

let temporal: TestTemporal;
let stack: Stack;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal, { batchSeconds: 3600, withoutWorker: true });
});

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

async function startOne(): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(stack.config);
  workers.push(worker);
  return worker;
}

test('a worker killed between batch creation and webhook changes nothing: the report arrives once', async () => {
  const first = await startOne();
  const person = createPerson(stack.line);
  const data = await findRestaurants(person);
  await person.tap(data);
  await untilStage(analysisOf(stack, person, data), 'waiting');
  await first.kill();

  const [batch] = stack.gemini.batches();
  await stack.gemini.setBatchState(batch?.name ?? '', 'SUCCEEDED');
  await stack.gemini.webhooks.settled();
  const hook = stack.simulator.journal.entries().find((entry) => entry.side === 'gemini-webhook');
  expect(hook?.status).toBe(200);
  expect(person.received().filter((item) => item.via === 'push')).toEqual([]);

  const second = await startOne();
  await until('the report', stack.line.subscribe, () => person.received().some((item) => item.via === 'push'));
  expect(await second.stop()).toBe(0);
  expect(acceptedPushes(stack).length).toBe(1);
  expect(stack.gemini.batches().length).toBe(1);
}, 60_000);

test('the waiting run of a killed worker is taken over by another one within 3 s', async () => {
  const first = await startOne();
  const person = createPerson(stack.line);
  const data = await findRestaurants(person);
  await person.tap(data);
  const analysis = analysisOf(stack, person, data);
  await untilStage(analysis, 'waiting');
  await startOne();
  await first.kill();
  const batch = stack.gemini.batches().at(-1);
  await stack.gemini.setBatchState(batch?.name ?? '', 'SUCCEEDED');
  await analysis.result();

  const events = (await analysis.fetchHistory()).events ?? [];
  const timedOut = events.filter((event) => event.workflowTaskTimedOutEventAttributes);
  const waitedMs = timedOut.map((event) => {
    const scheduledId = String(event.workflowTaskTimedOutEventAttributes?.scheduledEventId);
    const scheduled = events.find(({ eventId }) => String(eventId) === scheduledId);
    return tsToMs(event.eventTime) - tsToMs(scheduled?.eventTime);
  });
  expect(waitedMs.length).toBeGreaterThan(0);
  expect(Math.max(...waitedMs)).toBeLessThan(3000);
}, 60_000);
