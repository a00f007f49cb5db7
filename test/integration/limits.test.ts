import { analysisOf, findRestaurants, taipei } from '../support/analyses.ts';
import { buttonFor, buttonsOf, createPerson, present, textOf } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: Stack;

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal, { settings: { analysesPerDay: 1 } });
});

afterEach(() => stack.gemini.faults.reset());

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const dayQuota = (times: number) =>
  stack.gemini.faults.add({ route: 'generateContent', effect: { kind: 'behaviour', name: 'day-quota-429' }, times });

test('a chat that has had the analyses of its day is told so, and sees what it has again', async () => {
  const person = createPerson(stack.line, 'en');
  await person.shareLocation(...taipei);
  const choices = await person.next();
  const [first, second] = buttonsOf(choices.message).filter(({ data }) => data.startsWith('v1.analyse.'));
  await person.tap(present(first).data);
  await analysisOf(stack, person, present(first).data).result();
  await person.untilReceived(3);

  await person.tap(present(second).data);
  const [, , , refusal] = await person.untilReceived(4);
  expect(textOf(present(refusal))).toBe('That was all 1 for today. See you tomorrow.');
  await person.tap(present(first).data);
  const [, , , , again] = await person.untilReceived(5);
  expect(textOf(present(again))).toContain('Here it is again');

  const other = createPerson(stack.line, 'en');
  await other.tap(await findRestaurants(other));
  expect((await other.untilReceived(3)).at(-1)?.via).toBe('push');
});

test('when the money of the day is spent, nothing new begins and the person is told', async () => {
  const broke = await startStack(temporal, { seed: 3, settings: { dailyBudgetUsd: 0 } });
  const person = createPerson(broke.line, 'en');
  await person.shareLocation(...taipei);
  expect(textOf(await person.next())).toContain("That's all I can do today");
  expect(broke.gemini.bill()).toEqual([]);
  await broke.stop();
});

test("Google's quota of the day is gone: the search says so, and an analysis apologises with a retry button", async () => {
  dayQuota(1);
  const person = createPerson(stack.line, 'en');
  await person.shareLocation(...taipei);
  expect(textOf(await person.next())).toContain("Google won't answer any more of my questions today");

  const data = await findRestaurants(person);
  dayQuota(1);
  await person.tap(data);
  const apology = (await person.untilReceived(4)).at(-1);
  expect(textOf(present(apology))).toContain('Please try again tomorrow');
  expect(buttonFor(present(apology), 'analyse')).toBe(data);
  await expect(analysisOf(stack, person, data).result()).rejects.toMatchObject({ cause: { type: 'DayQuota' } });
  // One call: a quota of the day is not asked again.
  const refused = stack.simulator.journal.entries().filter(({ status }) => status === 429);
  expect(refused.length).toBe(2);
});

test('after some reports, the bot says how long they took', async () => {
  for (let i = 0; i < 3; i++) {
    const person = createPerson(stack.line, 'en');
    const data = await findRestaurants(person);
    await person.tap(data);
    await analysisOf(stack, person, data).result();
  }
  // Another seed makes other people.
  const fresh = await startStack(temporal, { seed: 2 });
  const person = createPerson(fresh.line, 'en');
  const said = async () => {
    await person.tap(await findRestaurants(person));
    const [, working] = await person.untilReceived(2);
    return textOf(present(working));
  };
  expect(await said()).toContain('Lately that took about 1 minute');
  await fresh.stop();
});
