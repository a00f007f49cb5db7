import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { createEncryptionCodec } from '../../src/temporal/codec.ts';
import { createInstallation } from '../../src/temporal/installation.ts';
import { sweepNow } from '../../src/temporal/sweeps.ts';
import { workflowTypes } from '../../src/workflows/contract.ts';
import { analysisOf, findRestaurants } from '../support/analyses.ts';
import { createPerson, present } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: Stack;
/** Somebody who reaches Temporal and has no keys. */
let stranger: Client;

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal);
  stranger = new Client({ connection: temporal.installation.client.connection });
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const vendorCalls = () => stack.simulator.journal.entries().length;

/** The failure type that a run ends with; its message is sealed. */
async function failureOf(workflowId: string): Promise<string | null | undefined> {
  const handle = stranger.workflow.getHandle(workflowId);
  await handle.result().catch(() => undefined);
  const { events } = await handle.fetchHistory();
  return events?.at(-1)?.workflowExecutionFailedEventAttributes?.failure?.applicationFailureInfo?.type;
}

const started = async (workflowType: string, args: unknown[]) => {
  const workflowId = `analysis:stranger:${randomUUID()}`;
  await stranger.workflow.start(workflowType, { workflowId, taskQueue: stack.config.temporalTaskQueue, args });
  return workflowId;
};

/** Starts a workflow with payloads as they are. */
async function startWith(workflowId: string, workflowType: string, payloads: Payload[]): Promise<void> {
  await stranger.workflowService.startWorkflowExecution({
    ...{ namespace: 'default', workflowId, requestId: randomUUID(), identity: 'stranger' },
    workflowType: { name: workflowType },
    taskQueue: { name: stack.config.temporalTaskQueue },
    input: { payloads },
  });
}

/** What an analysis of somebody was started with, as Temporal keeps it. */
async function storedInput(): Promise<{ workflowId: string; payload: Payload }> {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await handle.result();
  const history = await handle.fetchHistory();
  const input = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  return { workflowId: handle.workflowId, payload: present(input ?? undefined) };
}

test.each(Object.values(workflowTypes))('a worker does not obey a plain input for %s', async (workflowType) => {
  const before = vendorCalls();
  for (const args of [[{ chat: {}, places: [], overdueMs: 1, workflowId: 'analysis:a:b' }], ['text'], [null], []])
    expect(await failureOf(await started(workflowType, args))).toBe('InputRefused');
  expect(vendorCalls()).toBe(before);
});

test('a sealed input does not start another run, and no other type of its payloads does', async () => {
  const { workflowId, payload } = await storedInput();
  const before = vendorCalls();
  const other = `analysis:stranger:${randomUUID()}`;
  await startWith(other, workflowTypes.analysis, [payload]);
  expect(await failureOf(other)).toBe('InputRefused');
  const history = await stranger.workflow.getHandle(workflowId).fetchHistory();
  const results = history.events?.flatMap(
    (event) => event.activityTaskCompletedEventAttributes?.result?.payloads ?? [],
  );
  const another = `${workflowId}x`;
  await startWith(another, workflowTypes.analysis, [present(results?.[0])]);
  expect(await failureOf(another)).toBe('InputRefused');
  expect(vendorCalls()).toBe(before);
});

test('a plain signal is not obeyed, and the run that got it goes on', async () => {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  await person.next();
  const { workflowId } = analysisOf(stack, person, data);
  await stranger.workflow.getHandle(workflowId).signal('batchUpdated', { webhookId: 'plain' });
  const result = await analysisOf(stack, person, data).result();
  expect(result.reports).toHaveLength(1);
});

test('what an operator encodes is obeyed, and so is what a process of version 1 sealed', async () => {
  const { keyRing } = temporal.installation;
  const plain = present(defaultPayloadConverter.toPayload({ overdueMs: 60_000 }));
  const [encoded] = await createEncryptionCodec(keyRing).encode([plain]);
  const workflowId = `sweep-${randomUUID()}`;
  await startWith(workflowId, workflowTypes.sweep, [present(encoded)]);
  await expect(temporal.installation.client.workflow.getHandle(workflowId).result()).resolves.toHaveProperty('overdue');

  const old = createInstallation({ ...stack.config, payloadV1: 'write' });
  const sweeping = { taskQueue: stack.config.temporalTaskQueue, input: { overdueMs: 60_000 } };
  await expect(sweepNow(old.client, sweeping)).resolves.toHaveProperty('overdue');
  await old.client.connection.close();
});
