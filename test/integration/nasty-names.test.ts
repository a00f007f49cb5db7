import { analysisOf, taipei } from '../support/analyses.ts';
import { buttonsOf, createPerson, textOf } from '../support/person.ts';
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

const family = '👨‍👩‍👧‍👦';
const nasty: [what: string, names: string[]][] = [
  ['emoji', ['🍜🍣🍛', `${family} Family Diner`, family.repeat(12)]],
  [
    '80 characters with the same beginning',
    ['A', 'B', 'C'].map((end) => `${'鼎泰豐信義旗艦店'.repeat(10).slice(0, 79)}${end}`),
  ],
  ['quotes and pipes', [`"Joe's" \\ «Bar»`, '「鼎」|『泰』', '`${x}` | **bold** {name}']],
  ['newlines and control characters', ['two\nlines', 'tab\tand\u0000null', '\r\n leading']],
  ['right-to-left marks', ['\u202Emoc.live\u202C', 'مطعم \u200Fالبيت', '\u2066שלום\u2069']],
];

test.each(nasty)('restaurants named with %s are offered, analysed and reported', async (_what, names) => {
  stack.gemini.faults.add({
    route: 'generateContent:maps',
    effect: { kind: 'behaviour', name: 'place-names', value: names },
    times: 1,
  });
  const person = createPerson(stack.line, 'zh-TW');
  await person.shareLocation(...taipei);
  const choices = await person.next();
  const taps = [...new Set(buttonsOf(choices.message).map(({ data }) => data))].filter((data) =>
    /^v1\.analyse\.\w+\.\d\./.test(data),
  );
  expect(taps.length).toBe(3);
  const labels = buttonsOf(choices.message)
    .filter(({ data }) => taps.includes(data))
    .map(({ label }) => label);
  expect(new Set(labels).size).toBeGreaterThanOrEqual(2);

  const [data = ''] = taps;
  await person.tap(data);
  const { reports } = await analysisOf(stack, person, data).result();
  expect(reports.map((report) => report.placeName)).toEqual([names[0]]);
  const received = await person.untilReceived(3);
  expect(received.at(-1)?.via).toBe('push');
  expect(textOf(received.at(-1) ?? choices)).not.toMatch(/[\p{Cc}\u202A-\u202E]/u);
});

test('hostile reviews are data: no instruction is followed and no link of theirs is shown', async () => {
  stack.gemini.faults.add({
    route: 'generateContent:search',
    effect: { kind: 'behaviour', name: 'hostile-links' },
    times: 1,
  });
  stack.gemini.faults.add({ route: 'batchItem', effect: { kind: 'behaviour', name: 'hostile-links' }, times: 1 });
  const person = createPerson(stack.line, 'en');
  await person.shareLocation(...taipei);
  const [button] = buttonsOf((await person.next()).message);
  await person.tap(button?.data ?? '');
  const { plan } = await analysisOf(stack, person, button?.data ?? '').result();
  expect(JSON.stringify(plan)).not.toContain('attacker');
});
