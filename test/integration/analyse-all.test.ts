import { z } from 'zod';
import type { AnalysisResult } from '../../src/workflows/contract.ts';
import { acceptedPushes, analysisOf, findRestaurants } from '../support/analyses.ts';
import { createPerson, present, textOf } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: Stack;

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal, { batchSeconds: 0.5 });
});

afterEach(() => stack.gemini.faults.reset());

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

type Say = Parameters<Stack['gemini']['answerWith']>[0]['say'];

/** What the model says instead when it is asked to compare. */
const onComparison = (say: Say, times = 1) =>
  stack.gemini.answerWith({ when: { schemaProperty: 'whichForWhom' }, say, times });

const carousel = z.object({
  type: z.literal('carousel'),
  contents: z.array(z.object({ header: z.unknown(), footer: z.unknown() })),
});

/** Somebody taps "analyse all"; `meanwhile` prepares what goes wrong then. */
async function tapAll(meanwhile: () => void = () => undefined) {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person, 'all');
  meanwhile();
  const pushesBefore = acceptedPushes(stack).length;
  const batchesBefore = stack.gemini.batches().length;
  const billedBefore = stack.gemini.bill().length;
  await person.tap(data);
  const result = await analysisOf(stack, person, data).result();
  const pushed = present((await person.untilReceived(3)).at(-1));
  return {
    result,
    pushed,
    bubbles: carousel.parse(pushed.message.contents).contents,
    pushes: acceptedPushes(stack).length - pushesBefore,
    batches: stack.gemini.batches().slice(batchesBefore),
    billed: stack.gemini.bill().slice(billedBefore),
  };
}

const callsOf = ({ ledger }: AnalysisResult) => ledger.map(({ call, status }) => `${call} ${status}`);
const times = (count: number, entry: string) => Array.from({ length: count }, () => entry);
const paidByBatch = [...times(3, 'collectReviews confirmed'), ...times(4, 'batchLine confirmed')];

/** Every claim cites statements of the place that it recommends. */
function expectGrounded({ reports, comparison }: AnalysisResult) {
  for (const { placeIndex, sources } of present(comparison).claims) {
    const existing = present(reports[placeIndex]).sources.map(({ number }) => number);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((number) => !existing.includes(number))).toEqual([]);
  }
}

test('"analyse all" is one batch of four lines and one push: a carousel led by which place is for whom', async () => {
  const { result, pushed, bubbles, pushes, batches, billed } = await tapAll();
  expect(batches).toHaveLength(1);
  expect(callsOf(result)).toEqual(paidByBatch);
  expect(billed.filter(({ kind }) => kind === 'generateContent')).toHaveLength(3);
  const lines = billed.filter(({ kind }) => kind === 'batchLine');
  // Digests of run and places: three reports and the comparison.
  expect(new Set(lines.map(({ key }) => key)).size).toBe(4);
  for (const { key } of lines) expect(key).toMatch(/^[\w-]{22}$/);

  expect(pushes).toBe(1);
  expect(pushed.via).toBe('push');
  expect(bubbles).toHaveLength(4);
  expect(JSON.stringify(bubbles[0]?.header)).toContain('Which for whom');
  expect(textOf(pushed)).toMatch(/^Which for whom: .+ → .+ \/ .+: /);
  expect(result.comparison?.claims.length).toBeGreaterThanOrEqual(2);
  expect(result.comparison?.droppedClaims).toBe(0);
  expectGrounded(result);

  const { footer } = present(bubbles[0]);
  const page = await fetch(/http[^"]+\/r\/[^"]+/.exec(JSON.stringify(footer))?.[0] ?? '');
  const html = await page.text();
  expect(html.indexOf('class="comparison"')).toBeGreaterThan(0);
  expect(html.indexOf('class="comparison"')).toBeLessThan(html.indexOf('<article'));
});

/** Every number that a source of a place may have in the prompt. */
const all = (place: number) => Array.from({ length: 9 }, (_, n) => place * 100 + n + 1);
const claim = (forWhom: string, place: number, sources: number[]) => ({ forWhom, place, text: 'So it is.', sources });

test('a comparison loses what it says of a place with the sources of another, or of a place that is not there', async () => {
  const { result, bubbles, pushes } = await tapAll(() =>
    onComparison({
      json: {
        whichForWhom: [
          claim('Strangers', 1, all(2)),
          claim('Everybody', 1, [...all(1), ...all(3)]),
          claim('Dreamers', 4, all(1)),
          claim('Families', 2, all(2)),
        ],
      },
    }),
  );
  expect(result.comparison?.claims.map(({ forWhom, placeIndex }) => [forWhom, placeIndex])).toEqual([['Families', 1]]);
  expect(result.comparison?.droppedClaims).toBe(3);
  expectGrounded(result);
  expect(JSON.stringify(bubbles)).not.toMatch(/Strangers|Everybody|Dreamers/);
  expect([bubbles.length, pushes]).toEqual([4, 1]);
});

test('every line cites source 99: each report and the comparison lose that claim and keep the others', async () => {
  const { result, bubbles } = await tapAll(() =>
    stack.gemini.faults.add({ route: 'batchItem', effect: { kind: 'behaviour', name: 'cite-99' }, times: 4 }),
  );
  expect(result.reports.map(({ droppedClaims }) => droppedClaims)).toEqual([1, 1, 1]);
  expect(result.comparison?.droppedClaims).toBe(1);
  expectGrounded(result);
  expect(bubbles).toHaveLength(4);
});

test.each<[string, Say]>([
  ['prose', { text: 'They are all nice.' }],
  ['about numbers that nobody gave', { json: { whichForWhom: [{ forWhom: 'a', place: 1, text: 'b', sources: [1] }] } }],
])('a comparison that is %s is left out, and nothing more is paid or waited for', async (_name, say) => {
  const { result, pushed, bubbles, pushes } = await tapAll(() => onComparison(say));
  expect(result).not.toHaveProperty('comparison');
  expect(callsOf(result)).toEqual(paidByBatch);
  expect([bubbles.length, pushes]).toEqual([3, 1]);
  expect(textOf(pushed)).not.toContain('Which for whom');
});

const failed: Say = { error: { status: 'INTERNAL', message: 'Internal error encountered.' } };

test('a comparison whose line failed is made by one ordinary call, in the same push', async () => {
  const { result, bubbles, pushes } = await tapAll(() => onComparison(failed));
  expect(callsOf(result)).toEqual([
    ...times(3, 'collectReviews confirmed'),
    ...times(3, 'batchLine confirmed'),
    'batchLine unknown',
    'answerNow confirmed',
  ]);
  expectGrounded(result);
  expect([bubbles.length, pushes]).toEqual([4, 1]);
});

test('a comparison that cannot be had at all is left out after two attempts, without an apology', async () => {
  const { result, bubbles, pushes } = await tapAll(() => onComparison(failed, 3));
  expect(result).not.toHaveProperty('comparison');
  expect(callsOf(result).filter((entry) => entry.startsWith('answerNow'))).toEqual(times(2, 'answerNow unknown'));
  expect([bubbles.length, pushes]).toEqual([3, 1]);
});

test.each<[string, () => void]>([
  [
    'failed',
    () =>
      stack.gemini.faults.add({
        route: 'batchGenerateContent',
        effect: { kind: 'behaviour', name: 'failed-items', value: 4 },
      }),
  ],
  ['are prose', () => stack.gemini.answerWith({ when: { schemaProperty: '*' }, say: { text: 'Hm.' }, times: 4 })],
])('when all lines %s, reports and comparison are made by ordinary calls, in one push', async (_name, prepare) => {
  const { result, bubbles, pushes } = await tapAll(prepare);
  expect(callsOf(result).filter((entry) => entry.startsWith('answerNow'))).toEqual(times(4, 'answerNow confirmed'));
  expectGrounded(result);
  expect([bubbles.length, pushes]).toEqual([4, 1]);
});
