import { acceptedPushes, analysisOf, findRestaurants } from '../support/analyses.ts';
import { createPerson } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startTimeSkippingServer, type TestTemporal } from '../support/temporal.ts';

/** A job or a line that is not ours is never shown, whatever name or key it came under. */
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

const onJob = (name: string) =>
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect: { kind: 'behaviour', name }, times: 1 });

async function analysed(which: 'first' | 'all') {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person, which);
  const pushesBefore = acceptedPushes(stack).length;
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  return { result: await handle.result(), handle, pushes: acceptedPushes(stack).length - pushesBefore };
}

const callsOf = ({ ledger }: Awaited<ReturnType<typeof analysed>>['result']) =>
  ledger.map(({ call, status }) => `${call} ${status}`).toSorted();

test('a job that bears the name of somebody else is not read: the ordinary call answers', async () => {
  const first = await analysed('first');
  onJob('foreign-job');
  const { result, handle, pushes } = await analysed('first');
  expect(callsOf(result)).toEqual(['answerNow confirmed', 'batchLine unknown', 'collectReviews confirmed']);
  expect(pushes).toBe(1);
  const { events = [] } = await handle.fetchHistory();
  expect(JSON.stringify(events)).toContain('OutputNotOurs');
  expect(
    events?.some((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'fetchReports'),
  ).toBe(false);
  expect(first.result.reports).toHaveLength(1);
});

test('results under the keys of other lines cite nothing of their place: ordinary calls answer', async () => {
  onJob('swapped-keys');
  const { result, pushes } = await analysed('all');
  expect(callsOf(result).filter((call) => call.startsWith('answerNow'))).toHaveLength(4);
  for (const { placeName, sources, praise } of result.reports) {
    expect(praise.flatMap((claim) => claim.sources).every((number) => number <= sources.length)).toBe(true);
    expect(placeName).not.toBe('');
  }
  expect(pushes).toBe(1);
});

test('line keys and display names at Gemini tell neither position nor place', async () => {
  const { result } = await analysed('all');
  expect(callsOf(result).filter((call) => call === 'batchLine confirmed')).toHaveLength(4);
  const { installation } = temporal.installation.digests;
  const names = stack.gemini.batches().map(({ displayName }) => displayName ?? '');
  expect(names.at(-1)).toMatch(new RegExp(`^hyoban-${installation}-[0-9a-f]{32}$`));
  const uploads = stack.simulator.journal.entries().filter(({ route }) => route === 'uploadBytes');
  expect(uploads.length).toBeGreaterThan(0);
  expect(JSON.stringify(uploads)).not.toMatch(/\\"key\\":\\"(?:p\d|compare)/);
});
