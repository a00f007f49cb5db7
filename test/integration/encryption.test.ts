import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { acceptedPushes, analysisOf, findRestaurants } from '../support/analyses.ts';
import { createPerson, textOf } from '../support/person.ts';
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

const { History } = proto.temporal.api.history.v1;
const { DescribeWorkflowExecutionResponse, ListWorkflowExecutionsResponse } = proto.temporal.api.workflowservice.v1;

/** Every byte that the server keeps of all workflows: histories, descriptions and the visibility index. */
async function everythingStored(client: Client): Promise<Buffer> {
  const { workflowService } = client;
  const namespace = 'default';
  const list = await workflowService.listWorkflowExecutions({ namespace, query: '' });
  const parts: Uint8Array[] = [ListWorkflowExecutionsResponse.encode(list).finish()];
  for (const { execution } of list.executions ?? []) {
    const { history } = await workflowService.getWorkflowExecutionHistory({ namespace, execution });
    const description = await workflowService.describeWorkflowExecution({ namespace, execution });
    parts.push(History.encode(history ?? {}).finish(), DescribeWorkflowExecutionResponse.encode(description).finish());
  }
  return Buffer.concat(parts);
}

test('no marker of any field is found in the raw histories, failures, memos and search attributes', async () => {
  const failureMarker = 'MARKER-IN-A-FAILURE-MESSAGE';
  const placeMarker = 'MARKERPLACE ramen near Namba';
  const person = createPerson(stack.line, 'en');
  await person.type(placeMarker);
  await person.next();
  const data = await findRestaurants(person);
  const body = { error: { code: 400, message: failureMarker, status: 'INVALID_ARGUMENT' } };
  stack.gemini.faults.add({ route: 'generateContent', effect: { kind: 'status', status: 400, body }, times: 1 });
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await expect(handle.result()).rejects.toThrow('Workflow execution failed');
  await person.tap(data);
  const result = await handle.result();
  await person.untilReceived(6);

  const stored = await everythingStored(temporal.installation.client);
  const [report] = result.reports;
  const [push] = acceptedPushes(stack);
  const replyTokens = stack.simulator.journal
    .entries()
    .flatMap((entry) => JSON.stringify(entry.requestBody ?? '').match(/"replyToken":"([^"]+)"/)?.[1] ?? []);
  const markers: Record<string, string> = {
    'user id': person.userId,
    'place name': report?.placeName ?? '',
    'Maps link': report?.mapsUri ?? '',
    'typed place': placeMarker,
    latitude: '25.0339',
    claim: report?.praise[0]?.text ?? '',
    source: report?.sources[0]?.uri ?? '',
    'reply token': replyTokens[0] ?? '',
    'failure message': failureMarker,
    'message sent': JSON.stringify(push?.requestBody).slice(60, 90),
    'alt text': textOf(person.received().at(-1) ?? ({ message: { type: '' } } as never)),
  };
  for (const [what, marker] of Object.entries(markers)) {
    expect([what, marker.length > 5]).toEqual([what, true]);
    expect([
      what,
      stored.includes(marker),
      stored.includes(Buffer.from(marker).toString('base64').slice(0, -4)),
    ]).toEqual([what, false, false]);
  }
  expect(stored.includes('binary/encrypted')).toBe(true);
  expect(stored.includes('Encoded failure')).toBe(true);
  expect(stored.includes('HyobanStage')).toBe(true);
});
