import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { cancelOrphans } from '../../src/activities/cancel-orphans.ts';
import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { findNeglected } from '../../src/activities/find-neglected.ts';
import { findOrphans } from '../../src/activities/find-orphans.ts';
import { createAllowance } from '../../src/api/allowance.ts';
import { makeKeys } from '../../src/cli/local-keys.ts';
import { createGeminiClient } from '../../src/gemini/client.ts';
import { createDigests } from '../../src/temporal/digests.ts';
import { createInstallation } from '../../src/temporal/installation.ts';
import { newKey } from '../../src/temporal/key-ring.ts';
import { sweepNow } from '../../src/temporal/sweeps.ts';
import { spentMicroUsd } from '../../src/temporal/usage.ts';
import { createRuns } from '../../src/worker/runs.ts';
import { analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { patientBudgets } from '../support/budgets.ts';
import { createPerson, present } from '../support/person.ts';
import { shutDownRuntime, testLogger } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

// Each test starts analyses and sweeps until the index has caught up.
jest.setTimeout(90_000);

/** What a sweep cancels, what it leaves alone, and what it does beside things that it cannot read. */
let temporal: TestTemporal;
let stack: Stack;

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal);
});

afterEach(() => stack.gemini.faults.reset());

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const hourMs = 3_600_000;
const client = () => temporal.installation.client;
const digests = () => temporal.installation.digests;
const sweep = async (orphanAfterMs?: number) => {
  const { installation } = digests();
  const input = { installation, overdueMs: hourMs, ...(orphanAfterMs !== undefined && { orphanAfterMs }) };
  return sweepNow(client(), { taskQueue: stack.config.temporalTaskQueue, input });
};
const stateOf = (batchName: string) => stack.gemini.batches().find(({ name }) => name === batchName)?.state;

const gemini = () =>
  createGeminiClient({
    apiKey: stack.config.geminiApiKey,
    baseUrl: stack.config.geminiBaseUrl,
    groundingModel: stack.config.geminiGroundingModel,
    reportModel: stack.config.geminiReportModel,
    timeoutMs: 10_000,
  });

async function pendingJob(displayName: string): Promise<string> {
  const effect = { kind: 'behaviour', name: 'stuck-pending' } as const;
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect, times: 1 });
  const line = { key: 'x', request: { contents: [{ role: 'user' as const, parts: [{ text: 'Hello' }] }] } };
  const { fileName } = await gemini().uploadJsonl({ displayName, lines: [line] });
  return (await gemini().createBatch({ displayName, fileName })).batchName;
}

async function waitingAnalysis() {
  const effect = { kind: 'behaviour', name: 'stuck-pending' } as const;
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect, times: 1 });
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await untilStage(handle, 'waiting');
  return { person, handle, job: present(stack.gemini.batches().at(-1)).name };
}

test('the second sweep cancels a job that nobody waits for; jobs of others and awaited ones stay', async () => {
  const awaited = await waitingAnalysis();
  const ended = await waitingAnalysis();
  await ended.handle.terminate('by mistake');
  const orphan = await pendingJob(digests().batchDisplayName(randomUUID(), 1));
  const foreign = [
    await pendingJob(createDigests(stack.config.idKey, 'local-staging').batchDisplayName(randomUUID(), 1)),
    await pendingJob(createDigests(newKey(), 'local').batchDisplayName(randomUUID(), 1)),
    await pendingJob(digests().batchDisplayName(randomUUID(), 1, 1)),
    await pendingJob('somebody-elses'),
  ];
  let found = await sweep();
  while (found.suspects?.length !== 2) found = await sweep();
  expect(found).toMatchObject({ orphans: [], failed: [], skipped: 0 });
  expect((await sweep()).orphans).toEqual([]);
  expect((await sweep(0)).orphans.toSorted()).toEqual([ended.job, orphan].toSorted());
  expect([stateOf(orphan), stateOf(ended.job), stateOf(awaited.job)]).toEqual(['CANCELLED', 'CANCELLED', 'PENDING']);
  expect(foreign.map(stateOf)).toEqual(foreign.map(() => 'PENDING'));
  expect((await sweep(0)).orphans).toEqual([]);
});

test('one job that cannot be cancelled stops no other and stays a suspect', async () => {
  const orphans = [
    await pendingJob(digests().batchDisplayName(randomUUID(), 1)),
    await pendingJob(digests().batchDisplayName(randomUUID(), 1)),
  ];
  await sweep(0);
  const effect = { kind: 'status', status: 429 } as const;
  stack.gemini.faults.add({ route: 'cancelBatch', effect, times: 1 });
  const second = await sweep(0);
  expect(second).toMatchObject({ failed: [], skipped: 1 });
  expect(second.suspects).toHaveLength(1);
  expect([...second.orphans, ...(second.suspects ?? []).map(({ batchName }) => batchName)].toSorted()).toEqual(
    orphans.toSorted(),
  );
  expect((await sweep(0)).orphans).toEqual((second.suspects ?? []).map(({ batchName }) => batchName));
});

test('people get their apology though Gemini refuses the list of jobs', async () => {
  const { person, handle } = await waitingAnalysis();
  stack.gemini.faults.add({ route: 'listBatches', effect: { kind: 'status', status: 404 }, times: 1000 });
  await handle.terminate('by mistake');
  let result = await sweep();
  while (!result.unanswered.includes(handle.workflowId)) result = await sweep();
  expect(result).toMatchObject({ failed: ['find-orphans'], suspects: [] });
  await person.untilReceived(3);
});

test('runs of an installation with other keys are skipped and counted, and hide no other run', async () => {
  // A queue that nobody polls: what is on it is only listed.
  const taskQueue = `queue-${randomUUID()}`;
  const other = createInstallation({ ...stack.config, ...makeKeys() });
  const ledger = [{ call: 'searchPlaces', status: 'confirmed', promptTokens: 1, outputTokens: 1, priceMicroUsd: 5 }];
  const memo = { webhookEventId: 'w', timestampMs: 1, placeNames: [], ledger };
  const start = async (from: Client, workflowId: string) =>
    from.workflow.start('analysis', { workflowId: `${workflowId}:${taskQueue}`, taskQueue, args: [{}], memo });
  await start(other.client, 'theirs-open');
  await (await start(other.client, 'theirs')).terminate();
  const ours = await start(client(), 'ours');
  await ours.terminate();
  const runs = createRuns(client(), digests().installation, taskQueue);
  let listed = await runs.analyses({ startedAfterMs: 0 });
  while (listed.length !== 3) listed = await runs.analyses({ startedAfterMs: 0 });
  expect(listed.filter(({ isReadable }) => isReadable).map(({ workflowId }) => workflowId)).toEqual([ours.workflowId]);
  expect((await runs.analyses('open')).map(({ isReadable }) => isReadable)).toEqual([false]);

  const environment = new MockActivityEnvironment({ currentAttemptScheduledTimestampMs: Date.now() });
  const dependencies = { runs } as unknown as ActivityDependencies;
  const neglectedNow = async (): ReturnType<typeof findNeglected> =>
    environment.run(() => findNeglected(dependencies, { overdueMs: 0 }));
  let neglected = await neglectedNow();
  while (neglected.unanswered.length === 0) neglected = await neglectedNow();
  expect(neglected).toMatchObject({ unanswered: [{ workflowId: ours.workflowId }], skipped: 1 });

  expect(await spentMicroUsd(client(), 5000, { taskQueue, sinceMs: Date.now() - hourMs })).toBe(5);
  const options = { analysesPerDay: 0, dailyBudgetMicroUsd: 5, timeZone: 'UTC', taskQueue };
  expect(await createAllowance(client(), patientBudgets, options, testLogger).forSearch()).toBe('budget-spent');
  await other.client.connection.close();
});

test('an index that does not show the sweep itself is no evidence: nothing is suspected or cancelled', async () => {
  const orphan = await pendingJob(digests().batchDisplayName(randomUUID(), 1));
  const runs = createRuns(client(), digests().installation, stack.config.temporalTaskQueue);
  const dependencies = {
    ...{ gemini: gemini(), names: { ...digests(), sealText: (text: string) => text } },
    runs: { ...runs, isIndexed: async () => false, analyses: async () => [] },
  } as unknown as ActivityDependencies;
  const environment = new MockActivityEnvironment({ startToCloseTimeoutMs: 60_000 });
  const looked = environment.run(() => findOrphans(dependencies, { nowMs: Date.now(), orphanAfterMs: 0 }));
  await expect(looked).rejects.toMatchObject({ type: 'IndexBehind' });
  expect(stateOf(orphan)).toBe('PENDING');
});

test('a sweep that version 1 started gives no jobs and cancels none', async () => {
  const dependencies = { gemini: gemini() } as unknown as ActivityDependencies;
  const environment = new MockActivityEnvironment({ startToCloseTimeoutMs: 10_000 });
  expect(await environment.run(() => cancelOrphans(dependencies))).toEqual({ cancelled: [], failed: 0 });
});
