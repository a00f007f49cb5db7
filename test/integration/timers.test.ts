import { acceptedPushes, analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { buttonFor, createPerson, present } from '../support/person.ts';
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

const behaviour = (route: string, name: string, value?: unknown) =>
  stack.gemini.faults.add({ route, effect: { kind: 'behaviour', name, value }, times: 1 });

async function tapOne(language = 'en') {
  const person = createPerson(stack.line, language);
  const data = await findRestaurants(person);
  const pushesBefore = acceptedPushes(stack).length;
  const batchesBefore = stack.gemini.batches().length;
  await person.tap(data);
  return { person, data, handle: analysisOf(stack, person, data), pushesBefore, batchesBefore };
}

test('the webhook never comes: the poll finds the batch after a minute and the report arrives once', async () => {
  behaviour('webhook', 'lost');
  const { handle, pushesBefore } = await tapOne();
  await handle.result();
  const { events = [] } = await handle.fetchHistory();
  expect(events?.filter((event) => event.timerFiredEventAttributes).length).toBe(1);
  expect(events?.some((event) => event.workflowExecutionSignaledEventAttributes)).toBe(false);
  expect(events?.length).toBeLessThanOrEqual(60 + 11);
  expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
});

test('a batch that stays pending past patience is cancelled and answered by an ordinary call', async () => {
  behaviour('batchGenerateContent', 'stuck-pending');
  const { handle, pushesBefore, batchesBefore } = await tapOne();
  const result = await handle.result();
  expect(result.ledger.map(({ call, status }) => `${call} ${status}`)).toEqual([
    'collectReviews confirmed',
    'answerNow confirmed',
    'batchLine unknown',
  ]);
  expect(
    stack.gemini
      .batches()
      .slice(batchesBefore)
      .map(({ state }) => state),
  ).toEqual(['CANCELLED']);
  expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
});

test.each(['job-failed', 'job-expired', 'job-cancelled'])(
  'a batch that ends as %s is answered by an ordinary call',
  async (name) => {
    behaviour('batchGenerateContent', name);
    const { handle, pushesBefore } = await tapOne();
    const result = await handle.result();
    expect(result.ledger.map(({ call }) => call)).toEqual(['collectReviews', 'answerNow', 'batchLine']);
    expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
  },
);

test('"answer now" cancels the batch and brings the report at once', async () => {
  behaviour('batchGenerateContent', 'stuck-pending');
  const { person, data, handle } = await tapOne();
  await untilStage(handle, 'waiting');
  await person.tap(data);
  const [, , still] = await person.untilReceived(3);
  await person.tap(buttonFor(present(still), 'now'));
  const result = await handle.result();
  expect(result.ledger.map(({ call }) => call)).toEqual(['collectReviews', 'answerNow', 'batchLine']);
  expect(stack.gemini.batches().at(-1)?.state).toBe('CANCELLED');
});

test('a cancel ends the run as cancelled, cancels the batch and is the last that the person hears', async () => {
  behaviour('batchGenerateContent', 'stuck-pending');
  const { person, handle, pushesBefore } = await tapOne();
  await untilStage(handle, 'waiting');
  const [, working] = await person.untilReceived(2);
  await person.tap(buttonFor(present(working), 'cancel'));
  await expect(handle.result()).rejects.toThrow('cancelled');
  expect((await handle.describe()).status.name).toBe('CANCELLED');
  expect(stack.gemini.batches().at(-1)?.state).toBe('CANCELLED');
  expect(acceptedPushes(stack).length).toBe(pushesBefore);
  expect((await person.untilReceived(3)).at(-1)?.via).toBe('reply');
});

test('an operator cancels: the person is told once and the run ends as cancelled', async () => {
  behaviour('batchGenerateContent', 'stuck-pending');
  const { handle, pushesBefore } = await tapOne();
  await untilStage(handle, 'waiting');
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow('cancelled');
  expect((await handle.describe()).status.name).toBe('CANCELLED');
  expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
});

test('everything paid is down: one apology with a retry button, and the run ends red with its reason', async () => {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  stack.gemini.faults.add({ route: 'generateContent', effect: { kind: 'status', status: 503 }, times: 1000 });
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'GeminiUnavailable' } });
  const apology = (await person.untilReceived(3)).at(-1);
  expect(apology?.via).toBe('push');
  stack.gemini.faults.reset();
  await person.tap(buttonFor(present(apology), 'analyse'));
  expect((await handle.result()).outcome).toBe('delivered');
});

test('a lost answer to the creation of the batch never makes a second job', async () => {
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect: { kind: 'lost-answer' }, times: 1 });
  const { handle, pushesBefore, batchesBefore } = await tapOne();
  await handle.result();
  expect(stack.gemini.batches().length).toBe(batchesBefore + 1);
  expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
});

test('a lost answer to the push never makes a second message', async () => {
  const { line } = stack;
  line.faults.add({ route: 'push', effect: { kind: 'lost-answer' }, times: 1 });
  const { person, handle } = await tapOne();
  await handle.result();
  expect(person.received().filter((item) => item.via === 'push').length).toBe(1);
});

test('results of unknown, doubled or missing keys are repaired by an ordinary call, in one push', async () => {
  for (const name of ['lost-key', 'doubled-key', 'unknown-key', 'no-key', 'output-gone', 'failed-items']) {
    behaviour('batchGenerateContent', name, name === 'failed-items' ? 1 : undefined);
    const { handle, pushesBefore } = await tapOne();
    const result = await handle.result();
    expect([name, result.reports.length]).toEqual([name, 1]);
    expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
  }
});

test('a model answer that cites source 99 loses that claim and keeps the others', async () => {
  stack.gemini.faults.add({ route: 'batchItem', effect: { kind: 'behaviour', name: 'cite-99' }, times: 1 });
  const { handle } = await tapOne();
  const { reports, ledger } = await handle.result();
  const [report] = reports;
  expect(report?.droppedClaims).toBeGreaterThanOrEqual(1);
  expect(ledger.find(({ call }) => call === 'batchLine')?.droppedClaims).toBe(report?.droppedClaims);
  expect(JSON.stringify(report)).not.toContain('99');
});

test('a batch line that is nearly JSON is read as it is, and nothing more is paid', async () => {
  stack.gemini.faults.add({ route: 'batchItem', effect: { kind: 'behaviour', name: 'invalid-json' }, times: 1 });
  const { handle } = await tapOne();
  const { reports, ledger } = await handle.result();
  expect(ledger.map(({ call }) => call)).toEqual(['collectReviews', 'batchLine']);
  expect(reports[0]?.verdict).toBeDefined();
});

test('a batch line that was cut off is read as far as it came whole, and nothing more is paid', async () => {
  stack.gemini.faults.add({ route: 'batchItem', effect: { kind: 'behaviour', name: 'max-tokens' }, times: 1 });
  const { handle } = await tapOne();
  const { reports, ledger } = await handle.result();
  expect(ledger.map(({ call }) => call)).toEqual(['collectReviews', 'batchLine']);
  expect(reports[0]?.verdict).toBeDefined();
  expect(reports[0]?.droppedClaims).toBeGreaterThanOrEqual(1);
  expect(ledger[1]?.droppedClaims).toBe(reports[0]?.droppedClaims);
});

test.each([
  ['prose-instead-of-json', undefined],
  ['max-tokens', 'empty'],
  ['safety', undefined],
  ['blocked-prompt', undefined],
])('a batch line that is %s is repaired by one ordinary call', async (name, value) => {
  const effect = { kind: 'behaviour', name, ...(value && { value }) } as const;
  stack.gemini.faults.add({ route: 'batchItem', effect, times: 1 });
  const { handle } = await tapOne();
  expect((await handle.result()).ledger.map(({ call }) => call)).toEqual(['collectReviews', 'batchLine', 'answerNow']);
});

test.each([
  ['with half of the report is taken', undefined, 1],
  ['with nothing is made again', 'empty', 2],
])('an ordinary call that is cut off %s', async (_name, value, calls) => {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  // After the search, which asks for JSON too.
  behaviour('batchGenerateContent', 'job-failed');
  behaviour('generateContent:json', 'max-tokens', value);
  await person.tap(data);
  const { reports, ledger } = await analysisOf(stack, person, data).result();
  expect(ledger.filter(({ call }) => call === 'answerNow').map(({ status }) => status)).toEqual(
    Array.from({ length: calls }, () => 'confirmed'),
  );
  expect(reports[0]?.verdict).toBeDefined();
});

test('prose instead of JSON in the name extraction still gives the places that Google named', async () => {
  const person = createPerson(stack.line, 'en');
  stack.gemini.faults.add({
    route: 'generateContent',
    effect: { kind: 'behaviour', name: 'prose-instead-of-json' },
    times: 2,
  });
  await person.shareLocation(25.0339, 121.5645);
  expect(buttonFor(await person.next(), 'analyse')).toContain('v1.analyse.');
});
