import { acceptedPushes, analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { buttonFor, createPerson, present, textOf } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startTimeSkippingServer } from '../support/temporal.ts';

let temporal: Awaited<ReturnType<typeof startTimeSkippingServer>>;
let stack: Stack;

beforeAll(async () => {
  temporal = await startTimeSkippingServer();
  // Longer than a month, so that its turn always comes first.
  stack = await startStack(temporal, { batchSeconds: 0, settings: { holdDays: 40 } });
});

beforeEach(() => stack.syncClock());

afterEach(() => {
  stack.gemini.faults.reset();
  stack.line.faults.reset();
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const monthlyLimit = (times: number) =>
  stack.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'monthly-limit' }, times });

async function heldReport() {
  monthlyLimit(1);
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  const pushesBefore = acceptedPushes(stack).length;
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await untilStage(handle, 'held');
  return { person, data, handle, pushesBefore };
}

test('the monthly quota is used up: the next tap gets the report as a free reply', async () => {
  const { person, data, handle, pushesBefore } = await heldReport();
  await person.tap(data);
  const result = await handle.result();
  expect(result.delivery).toBe('replied');
  const [, , report] = await person.untilReceived(3);
  expect(present(report).via).toBe('reply');
  expect(textOf(present(report))).toBe(result.plan.messages[0]?.type === 'flex' ? result.plan.messages[0].altText : '');
  expect(acceptedPushes(stack).length).toBe(pushesBefore);
});

test('the button "cancel" of a held report brings it: it is too late to cancel', async () => {
  const { person, handle } = await heldReport();
  const [, working] = await person.untilReceived(2);
  await person.tap(buttonFor(present(working), 'cancel'));
  expect((await handle.result()).delivery).toBe('replied');
  expect((await person.untilReceived(3)).length).toBe(3);
});

test('a token that LINE refuses leaves the report held, and the next one gets it', async () => {
  const { person, data, handle } = await heldReport();
  stack.line.faults.add({
    route: 'reply',
    effect: { kind: 'status', status: 400, body: { message: 'Invalid reply token' } },
    times: 1,
  });
  await person.tap(data);
  await untilStage(handle, 'held');
  await stack.simulator.clock.advance(1000);
  await person.tap(data);
  expect((await handle.result()).delivery).toBe('replied');
});

test('nobody asks: one push is tried when the month has turned', async () => {
  const { handle, pushesBefore } = await heldReport();
  expect((await handle.result()).delivery).toBe('pushed');
  expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
});

test('the push at the turn of the month is refused too: the run ends red when the holding time is over', async () => {
  monthlyLimit(1);
  const { handle, pushesBefore } = await heldReport();
  await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'Undelivered' } });
  expect(acceptedPushes(stack).length).toBe(pushesBefore);
});

test('an apology is held like a report, and the run ends red with its reason once the person has it', async () => {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  monthlyLimit(1);
  stack.gemini.faults.add({ route: 'generateContent', effect: { kind: 'status', status: 400 }, times: 20 });
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await untilStage(handle, 'held');
  stack.gemini.faults.reset();
  await stack.syncClock();
  await person.tap(data);
  await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'GeminiUnavailable' } });
  expect((await person.untilReceived(3)).at(-1)?.via).toBe('reply');
});
