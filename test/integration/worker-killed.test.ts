import { acceptedPushes, findRestaurants } from '../support/analyses.ts';
import { createPerson, until } from '../support/person.ts';
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
});

async function startOne(): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(stack.config);
  workers.push(worker);
  return worker;
}

test('a worker killed between batch creation and webhook changes nothing: the report arrives once', async () => {
  const first = await startOne();
  const person = createPerson(stack.line);
  await person.tap(await findRestaurants(person));
  const waitingFor = () => stack.gemini.batches().length === 1;
  await until('the batch job', stack.gemini.subscribe, waitingFor);
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
