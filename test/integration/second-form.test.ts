import { acceptedPushes, analysisOf, findRestaurants, taipei, untilStage } from '../support/analyses.ts';
import { buttonFor, createPerson, type Person, present, textOf } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startTimeSkippingServer } from '../support/temporal.ts';

/** What LINE refuses as it is goes out as plain text; what it is slow to show holds nothing back. */
let temporal: Awaited<ReturnType<typeof startTimeSkippingServer>>;
let stack: Stack;

beforeAll(async () => {
  temporal = await startTimeSkippingServer();
  stack = await startStack(temporal, { batchSeconds: 0 });
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

const badMessage = { message: 'A message (messages[0]) in the request body is invalid' };

const refuse = (route: 'push' | 'reply', times: number, status = 400, body: object = badMessage) =>
  stack.line.faults.add({ route, effect: { kind: 'status', status, body }, times });

async function tapped() {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  return {
    person,
    data,
    tap: async () => {
      await person.tap(data);
      return analysisOf(stack, person, data);
    },
  };
}

const lastOf = (person: Person) => present(person.received().at(-1));

const retryKeysOf = (statuses: number[]) =>
  stack.simulator.journal
    .entries()
    .filter(({ route, status = 0 }) => route === 'push' && statuses.includes(status))
    .map(({ requestHeaders }) => requestHeaders['x-line-retry-key']);

test.each([400, 413, 415])('LINE answers %i to the report: it goes out as text, with its link', async (status) => {
  const { person, tap } = await tapped();
  refuse('push', 1, status);
  const handle = await tap();
  const { delivery, reports } = await handle.result();
  expect(delivery).toBe('pushed');
  const { message, via } = lastOf(person);
  expect([via, message.type]).toEqual(['push', 'text']);
  expect(message.text).toContain(reports[0]?.verdict?.text);
  expect(message.text).toContain(`${stack.api.url}/r/`);
  expect(retryKeysOf([status]).at(-1)).not.toBe(retryKeysOf([200]).at(-1));
});

test('LINE takes neither form: the run ends red with its reason, and nothing else is sent', async () => {
  const { tap } = await tapped();
  const pushesBefore = acceptedPushes(stack).length;
  refuse('push', 10);
  const handle = await tap();
  await expect(handle.result()).rejects.toMatchObject({
    cause: { type: 'Undelivered', cause: { cause: { type: 'LineBadRequest' } } },
  });
  expect(acceptedPushes(stack).length).toBe(pushesBefore);
  expect(retryKeysOf([400]).slice(-2)).toHaveLength(2);
});

test('an apology that LINE refuses goes out as text', async () => {
  const { person, tap } = await tapped();
  stack.gemini.faults.add({
    route: 'generateContent:search',
    effect: { kind: 'behaviour', name: 'no-metadata' },
    times: 10,
  });
  refuse('push', 1);
  const handle = await tap();
  await expect(handle.result()).rejects.toMatchObject({ cause: { type: expect.not.stringMatching('Undelivered') } });
  expect([lastOf(person).via, lastOf(person).message.type]).toEqual(['push', 'text']);
});

test('a deferred report whose reply LINE refuses for its message goes out as text, with the same token', async () => {
  const { person, tap } = await tapped();
  stack.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'monthly-limit' }, times: 1 });
  const handle = await tap();
  await untilStage(handle, 'held');
  refuse('reply', 1);
  await tap();
  expect((await handle.result()).delivery).toBe('replied');
  expect([lastOf(person).via, lastOf(person).message.type]).toEqual(['reply', 'text']);
});

test('LINE refuses the restaurants as they are: they come as text, and can be tapped', async () => {
  const person = createPerson(stack.line, 'en');
  refuse('reply', 1);
  await person.shareLocation(...taipei);
  const choices = await person.next();
  expect([choices.via, choices.message.type]).toEqual(['reply', 'text']);
  const data = buttonFor(choices, 'analyse');
  await person.tap(data);
  expect((await analysisOf(stack, person, data).result()).delivery).toBe('pushed');
});

test('the token is gone and LINE refuses the bubble: the restaurants are pushed as text', async () => {
  const person = createPerson(stack.line, 'en');
  refuse('reply', 1, 400, { message: 'Invalid reply token' });
  refuse('push', 1);
  await person.shareLocation(...taipei);
  const choices = await person.next();
  expect([choices.via, choices.message.type]).toEqual(['push', 'text']);
  expect(buttonFor(choices, 'analyse')).toBeDefined();
});

test('what the API replies itself has a second form too', async () => {
  const person = createPerson(stack.line, 'en');
  refuse('reply', 1);
  await person.type('help');
  expect((await person.next()).message.type).toBe('text');
});

test.each([401, 403])('LINE answers %i for hours: the report waits, and comes once', async (status) => {
  const { person, tap } = await tapped();
  const pushesBefore = acceptedPushes(stack).length;
  refuse('push', 20, status, { message: 'Not allowed' });
  const handle = await tap();
  expect((await handle.result()).delivery).toBe('pushed');
  expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
  expect(lastOf(person).message.type).toBe('flex');
});

test('a loading animation that LINE is slow to show holds no answer back', async () => {
  const person = createPerson(stack.line, 'en');
  const loadings = () => stack.simulator.journal.entries().filter(({ route }) => route === 'loading').length;
  const before = loadings();
  // Longer than this test may last: when the answer comes, the animation has not.
  stack.line.faults.add({ route: 'loading', effect: { kind: 'delay', delayMs: 3_600_000 }, times: 10 });
  await person.shareLocation(...taipei);
  expect(textOf(await person.next())).toContain('3');
  expect(loadings()).toBe(before);
});
