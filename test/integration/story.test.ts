import { acceptedPushes, analysisOf, findRestaurants, taipei, untilStage } from '../support/analyses.ts';
import { buttonFor, buttonsOf, createPerson, present, textOf, until } from '../support/person.ts';
import { productionLimits } from '../support/production-limits.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: Stack;

beforeAll(async () => {
  temporal = await startDevServer(undefined, productionLimits);
  stack = await startStack(temporal, { batchSeconds: 0.5 });
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

test('a person shares a location, taps a restaurant, and the report is pushed after the webhook', async () => {
  const person = createPerson(stack.line);
  await person.shareLocation(...taipei);
  const choices = await person.next();
  expect(choices.via).toBe('reply');
  expect(buttonsOf(choices.message).filter(({ data }) => data.startsWith('v1.analyse.')).length).toBeGreaterThanOrEqual(
    6,
  );
  const data = buttonFor(choices, 'analyse');

  await person.tap(data);
  expect((await person.next()).via).toBe('reply');
  const report = await person.next();
  expect(report.via).toBe('push');
  expect(report.message.type).toBe('flex');

  const handle = analysisOf(stack, person, data);
  const result = await handle.result();
  const history = await handle.fetchHistory();
  const events = history.events ?? [];
  expect(events.some((event) => event.workflowExecutionSignaledEventAttributes?.signalName === 'batchUpdated')).toBe(
    true,
  );
  expect(events.length).toBeLessThanOrEqual(60);
  expect(result.ledger.map(({ call, status }) => [call, status])).toEqual([
    ['collectReviews', 'confirmed'],
    ['batchLine', 'confirmed'],
  ]);
  expect(result.reports[0]?.droppedClaims).toBe(0);
});

test('every claim of the pushed report cites sources that the search returned', async () => {
  const person = createPerson(stack.line, 'ja');
  const data = await findRestaurants(person);
  await person.tap(data);
  const [report] = (await analysisOf(stack, person, data).result()).reports;
  const numbers = new Set(report?.sources.map((source) => source.number));
  const claims = [...(report?.praise ?? []), ...(report?.complaints ?? []), ...(report?.signatureDishes ?? [])];
  expect(claims.length).toBeGreaterThan(1);
  for (const claim of claims) {
    expect(claim.sources.length).toBeGreaterThan(0);
    expect(claim.sources.filter((number) => !numbers.has(number))).toEqual([]);
  }
});

test('two restaurants give two different reports', async () => {
  const person = createPerson(stack.line, 'en');
  await person.shareLocation(...taipei);
  const choices = await person.next();
  const taps = [...new Set(buttonsOf(choices.message).map(({ data }) => data))].filter((data) =>
    /^v1\.analyse\.\w+\.[01]\./.test(data),
  );
  expect(taps.length).toBe(2);
  const results = await Promise.all(
    taps.map(async (data) => {
      await person.tap(data);
      return analysisOf(stack, person, data).result();
    }),
  );
  const [first, second] = results.map((result) => result.reports[0]);
  expect(first?.placeName).not.toBe(second?.placeName);
  expect(first?.praise).not.toEqual(second?.praise);
});

test('the page behind the report is sent compressed, and says what the report says', async () => {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const { reports } = await analysisOf(stack, person, data).result();
  const [, , pushed] = await person.untilReceived(3);
  const [url = ''] = /http:[^"]+\/r\/[^"]+/.exec(JSON.stringify(present(pushed).message)) ?? [];
  const page = await fetch(url);
  expect([page.status, page.headers.get('content-encoding')]).toEqual([200, 'gzip']);
  expect(await page.text()).toContain(`<article`);
  expect(reports.length).toBe(1);
});

test('"analyse all" is one batch of several lines and one push', async () => {
  const person = createPerson(stack.line, 'en');
  await person.shareLocation(...taipei);
  const choices = await person.next();
  const all = buttonsOf(choices.message).find(({ data }) => /^v1\.analyse\.\w+\.all\./.test(data))?.data ?? '';
  const before = stack.gemini.batches().length;
  const pushesBefore = acceptedPushes(stack).length;
  await person.tap(all);
  const result = await analysisOf(stack, person, all).result();
  expect(result.reports.length).toBe(3);
  expect(stack.gemini.batches().length).toBe(before + 1);
  expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
});

test('a tap when the report is done shows the same report by reply and pays nothing; "analyse again" makes a new one', async () => {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  await analysisOf(stack, person, data).result();
  const [, , pushed] = await person.untilReceived(3);
  const billed = stack.gemini.bill().length;

  await person.tap(data);
  const all = await person.untilReceived(5);
  const again = all.at(-1);
  expect(again?.via).toBe('reply');
  expect(textOf(present(again))).toBe(textOf(present(pushed)));
  expect(stack.gemini.bill().length).toBe(billed);

  const batches = stack.gemini.batches().length;
  await person.tap(buttonFor(present(again), 'again'));
  await until('a second batch', stack.gemini.subscribe, () => stack.gemini.batches().length === batches + 1);
  await analysisOf(stack, person, data).result();
});

test('several taps at the same instant start one analysis, and the person hears of one start and one report', async () => {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  const before = stack.gemini.batches().length;
  const pushesBefore = acceptedPushes(stack).length;
  await Promise.all(Array.from({ length: 5 }, async () => person.tap(data)));
  await analysisOf(stack, person, data).result();
  await until('the report', stack.line.subscribe, () => person.received().some((item) => item.via === 'push'));
  expect(
    person
      .received()
      .map(textOf)
      .filter((text) => text.startsWith('On it')).length,
  ).toBe(1);
  expect(stack.gemini.batches().length).toBe(before + 1);
  expect(acceptedPushes(stack).length).toBe(pushesBefore + 1);
});

test('a tap while the analysis runs is told how it stands', async () => {
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect: { kind: 'behaviour', name: 'stuck-pending' } });
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  await person.untilReceived(2);
  await person.tap(data);
  const still = (await person.untilReceived(3)).at(-1);
  expect(textOf(present(still))).toContain('Still working');
  await person.type('status');
  expect(textOf(present((await person.untilReceived(4)).at(-1)))).toContain('started');
  await person.tap(buttonFor(present(still), 'cancel'));
  await expect(analysisOf(stack, person, data).result()).rejects.toThrow('cancelled');
});

test('a location in the sea is answered with a kind sentence and no report is paid', async () => {
  const person = createPerson(stack.line, 'en');
  const before = stack.gemini.batches().length;
  for (const [latitude, longitude] of [
    [0, 0],
    [90, 180],
    [-90, -180],
    [10, -140],
  ] as const) {
    await person.shareLocation(latitude, longitude);
    const answer = await person.next();
    expect(answer.message.type).toBe('text');
    expect(buttonsOf(answer.message)).toEqual([]);
  }
  expect(stack.gemini.batches().length).toBe(before);
});

test('a typed place works like a location', async () => {
  const person = createPerson(stack.line, 'ja');
  await person.type('ramen near Namba');
  expect(buttonsOf((await person.next()).message).length).toBeGreaterThan(0);
});

test('small talk costs nothing: it is answered without a search, a nod not at all', async () => {
  const person = createPerson(stack.line, 'en');
  const calls = () => stack.simulator.journal.entries().filter(({ route }) => route === 'generateContent').length;
  const before = calls();
  for (const [said, answer] of [
    ['Hello!', /location/],
    ['how long?', /not working/],
    ['ok 👌', undefined],
    ['never mind', /not working/],
    ['🍜🍜', /stickers/],
    ['Thanks 🙏', /welcome/],
  ] as const) {
    await person.type(said);
    if (answer) expect(textOf(await person.next())).toMatch(answer);
  }
  expect(person.received()).toHaveLength(5);
  expect(calls()).toBe(before);
});

test('a restaurant in two running analyses is named once when both are cancelled', async () => {
  const person = createPerson(stack.line, 'en');
  const effect = { kind: 'behaviour', name: 'stuck-pending' } as const;
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect, times: 2 });
  await person.type('ramen near Namba');
  const choices = await person.next();
  for (const button of buttonsOf(choices.message)) {
    if (!/^v1\.analyse\.\w+\.(0|all)\./.test(button.data)) continue;
    await person.tap(button.data);
    await person.next();
    await untilStage(analysisOf(stack, person, button.data), 'waiting');
  }
  await person.type('cancel');
  const names = textOf(await person.next()).match(/“[^”]+”/g);
  expect(names).toHaveLength(3);
  expect(new Set(names).size).toBe(3);
});
