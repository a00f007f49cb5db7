import type { FaultEffect } from '../../src/simulator/core/faults.ts';
import { nearbyWorkflowId } from '../../src/workflows/contract.ts';
import type { nearby } from '../../src/workflows/nearby.ts';
import { acceptedPushes, analysisOf, findRestaurants, taipei } from '../support/analyses.ts';
import { buttonFor, createPerson, present, textOf } from '../support/person.ts';
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

/** A user has found restaurants; `report` taps the first one and returns the ledger of the one pushed report. */
async function tapped() {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  const pushesBefore = acceptedPushes(stack).length;
  const report = async () => {
    await person.tap(data);
    const result = await analysisOf(stack, person, data).result();
    expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
    return result.ledger.map(({ call, status: known }) => `${call} ${known}`);
  };
  return { report };
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
}, 60_000);

test('half an hour of 503 to the ordinary call costs time only', async () => {
  const { report } = await tapped();
  fail('batchGenerateContent', behaviour('job-failed'), 1);
  // Reviews are collected before, so only the call that writes the report meets these.
  stack.gemini.faults.add({ route: 'generateContent:json', effect: behaviour('quota-429'), times: halfAnHour });
  expect(await report()).toEqual(['collectReviews confirmed', 'answerNow confirmed', 'batchLine unknown']);
}, 60_000);

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
  const { webhookEventId } = await createPerson(stack.line, 'en').shareLocation(...taipei);
  const handle = temporal.skippingClient.workflow.getHandle<typeof nearby>(nearbyWorkflowId(webhookEventId));
  expect((await handle.result()).outcome).toBe('search-failed');
  const { startTime, closeTime } = await handle.describe();
  expect(present(closeTime).getTime() - startTime.getTime()).toBeLessThan(100_000);
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

const gone: FaultEffect = {
  kind: 'status',
  status: 404,
  body: { error: { code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' } },
};

test('a result file that is not there at first is looked for again, and nothing is paid twice', async () => {
  const before = await tapped();
  fail('downloadFile', gone, 2);
  expect(await before.report()).toEqual(oneJob);
});

test('a result file that stays away is given up after four looks, and the ordinary call answers', async () => {
  const before = await tapped();
  fail('downloadFile', gone, 4);
  expect(await before.report()).toEqual(['collectReviews confirmed', 'answerNow confirmed', 'batchLine unknown']);
});

test('"all of them" with a place missing says so, offers it, and is not shown again as complete', async () => {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person, 'all');
  fail('generateContent:search', behaviour('nothing-found'), 1);
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  const result = await handle.result();
  const [missing] = result.missing ?? [];
  expect(result.missing?.length).toBe(1);
  expect(missing?.reason).toBe('NoReviews');
  expect(result.reports.map(({ placeName }) => placeName)).not.toContain(missing?.place.name);
  for (const { placeIndex } of result.comparison?.claims ?? []) expect(result.reports[placeIndex]).toBeDefined();
  const [report, notice] = person.received().filter(({ via }) => via === 'push');
  expect(report?.message.type).toBe('flex');
  expect(textOf(present(notice))).toContain(missing?.place.name);
  expect(textOf(present(notice))).toContain("couldn't find enough reviews");

  await person.tap(buttonFor(present(notice), 'analyse'));
  const alone = await analysisOf(stack, person, buttonFor(present(notice), 'analyse')).result();
  expect(alone.reports.map(({ placeName }) => placeName)).toEqual([missing?.place.name]);

  const { runId } = await handle.describe();
  await person.tap(data);
  const again = await handle.result();
  expect((await handle.describe()).runId).not.toBe(runId);
  expect([again.reports.length, again.missing]).toEqual([3, undefined]);
});

test('a place whose ordinary call fails is missing too, with its own reason', async () => {
  const person = createPerson(stack.line, 'ja');
  const data = await findRestaurants(person, 'all');
  fail('batchGenerateContent', { kind: 'behaviour', name: 'failed-items', value: 1 }, 1);
  fail('generateContent:json', behaviour('safety'), 3);
  await person.tap(data);
  const { missing, reports } = await analysisOf(stack, person, data).result();
  expect([reports.length, missing?.map(({ reason }) => reason)]).toEqual([2, ['ModelRefused']]);
});
