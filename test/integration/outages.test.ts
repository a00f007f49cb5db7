import type { FaultEffect } from '../../src/simulator/core/faults.ts';
import { nearbyWorkflowId } from '../../src/workflows/contract.ts';
import { acceptedPushes, analysisOf, findRestaurants, taipei } from '../support/analyses.ts';
import { buttonFor, createPerson, textOf } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startTimeSkippingServer, type TestTemporal } from '../support/temporal.ts';

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

const fail = (route: string, effect: FaultEffect, times: number) => stack.gemini.faults.add({ route, effect, times });
const status = (code: number, retryDelay?: string): FaultEffect => ({
  kind: 'status',
  status: code,
  body: {
    error: {
      code,
      message: 'Not now',
      status: code === 429 ? 'RESOURCE_EXHAUSTED' : 'UNAVAILABLE',
      ...(retryDelay && { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }] }),
    },
  },
});
const behaviour = (name: string): FaultEffect => ({ kind: 'behaviour', name });

async function tapped() {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  const pushesBefore = acceptedPushes(stack).length;
  return {
    async report() {
      await person.tap(data);
      const result = await analysisOf(stack, person, data).result();
      expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
      return result.ledger.map(({ call, status: known }) => `${call} ${known}`);
    },
  };
}

async function search() {
  const person = createPerson(stack.line, 'en');
  const { webhookEventId } = await person.shareLocation(...taipei);
  // Time skips while a result is awaited.
  await temporal.skippingClient.workflow.getHandle(nearbyWorkflowId(webhookEventId)).result();
  return person.next();
}

/** With our pauses so many failed attempts take more than 30 minutes. */
const halfAnHour = 22;
const oneJob = ['collectReviews confirmed', 'batchLine confirmed'];

test('half an hour of 503 while reviews are collected costs time only', async () => {
  const { report } = await tapped();
  fail('generateContent', status(503), halfAnHour);
  expect(await report()).toEqual(oneJob);
});

test('half an hour of 503 to the ordinary call costs time only', async () => {
  const { report } = await tapped();
  fail('batchGenerateContent', behaviour('job-failed'), 1);
  // Reviews are collected before, so only the call that writes the report meets these.
  stack.gemini.faults.add({ route: 'generateContent:json', effect: behaviour('quota-429'), times: halfAnHour });
  expect(await report()).toEqual(['collectReviews confirmed', 'answerNow confirmed', 'batchLine unknown']);
});

test.each(['no-metadata', 'no-supports', 'safety', 'max-tokens', 'blocked-prompt'])(
  'reviews that come as %s are asked for again, and each attempt is entered with its price',
  async (name) => {
    const { report } = await tapped();
    fail('generateContent:search', behaviour(name), 2);
    expect(await report()).toEqual(['collectReviews confirmed', 'collectReviews confirmed', ...oneJob]);
  },
);

test('three answers of no use end in an apology, after three calls', async () => {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  fail('generateContent:search', behaviour('no-metadata'), 10);
  const billed = stack.gemini.bill().length;
  await person.tap(data);
  await expect(analysisOf(stack, person, data).result()).rejects.toMatchObject({ cause: { type: 'ModelRefused' } });
  const charges = stack.gemini.bill().slice(billed);
  expect(charges.filter(({ kind }) => kind === 'generateContent').length).toBe(3);
});

test.each(['0s', '0.001s', '-3s', '99999s', 'soon'])(
  'a search whose first calls are refused with the hint %s finds restaurants',
  async (hint) => {
    fail('generateContent', status(429, hint), 4);
    expect(buttonFor(await search(), 'analyse')).toContain('v1.analyse.');
  },
);

test('a search apologises at once when Google asks for more time than it has, and says when to try again', async () => {
  fail('generateContent', status(429, '600s'), 1);
  expect(textOf(await search())).toContain('10 minutes');
});

test('a search whose outage lasts is given up after its time with an apology', async () => {
  fail('generateContent', status(503), 1000);
  const before = await temporal.currentTimeMs();
  expect(textOf(await search())).toContain("didn't work");
  expect((await temporal.currentTimeMs()) - before).toBeLessThan(120_000);
});

test.each(['no-metadata', 'no-supports', 'safety', 'max-tokens', 'blocked-prompt'])(
  'a search that comes as %s is made again',
  async (name) => {
    fail('generateContent:maps', behaviour(name), 1);
    expect(buttonFor(await search(), 'analyse')).toContain('v1.analyse.');
  },
);

test('only an answer that says so means that there is no restaurant', async () => {
  fail('generateContent:maps', behaviour('nothing-found'), 1);
  expect(textOf(await search())).toContain("couldn't find restaurants");
});
