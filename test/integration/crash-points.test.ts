import { callsWithoutRow, methodsInSources, silentActivities } from '../support/crash-points/coverage.ts';
import { listRows } from '../support/crash-points/list-rows.ts';
import { type MortalStack, startMortalStack } from '../support/crash-points/mortal-stack.ts';
import { type Claim, type Row, rows } from '../support/crash-points/rows.ts';
import { byNumber, play, type Seen } from '../support/crash-points/seen.ts';
import { type Story, type StoryName, stories } from '../support/crash-points/stories.ts';
import { readTable } from '../support/crash-points/table.ts';
import { present } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startTimeSkippingServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: MortalStack;
const undisturbed = new Map<StoryName, Seen>();

beforeAll(async () => {
  temporal = await startTimeSkippingServer();
  stack = await startMortalStack(temporal, { batchSeconds: 0 }, 'skips');
});

beforeEach(() => {
  stack.gemini.faults.reset();
  stack.line.faults.reset();
  stack.mortal.spare();
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

/** What a story leaves behind when nobody dies; played once. */
async function playedUndisturbed(name: StoryName): Promise<Seen> {
  const seen = undisturbed.get(name) ?? (await play(stack, stories[name]));
  expectSameEnd(seen, stories[name], {});
  undisturbed.set(name, seen);
  return seen;
}

const columns = ['before', 'after'] as const;
const deaths = rows.flatMap((row) =>
  columns.map((moment) => [`${row.activity} dies ${moment} ${row.call}: ${row[moment].says}`, row, moment] as const),
);

test('the table in docs/reliability.md has these rows, and no others', () => {
  const told = [...rows, ...listRows].map(({ activity, call, before, after }) => {
    return { activity, call, before: before.says, after: after.says };
  });
  expect(readTable()).toEqual(told);
});

test('every activity has its rows, unless it calls nobody', () => {
  const named = new Set([...rows, ...listRows].map(({ activity }) => activity));
  expect([...named, ...silentActivities].toSorted()).toEqual([...stack.mortal.activities()].toSorted());
});

test('every call of an activity has its row', async () => {
  for (const { story } of rows) await playedUndisturbed(story);
  const played = new Set(stack.mortal.attempts().map(({ activity }) => activity));
  expect(rows.filter(({ activity }) => !played.has(activity))).toEqual([]);
  expect(callsWithoutRow(stack.mortal.attempts(), rows)).toEqual([]);
  const points = new Set([...rows, ...listRows].map(({ point }) => point));
  expect(methodsInSources().filter((method) => !points.has(method))).toEqual([]);
}, 60_000);

test.each(deaths)('%s', async (_name, row, moment) => {
  const usual = await playedUndisturbed(row.story);
  const story = stories[row.story];
  const seen = await play(stack, story, { activity: row.activity, call: row.point, moment });
  expect(deathOf(seen, row)).toEqual({
    diedAt: `${moment} ${row.point}`,
    callWasMade: moment === 'after',
    ends: row[moment].isLast ? ['died'] : ['died', 'done'],
  });
  expectSameEnd(seen, story, row[moment]);
  expect({ calls: seen.calls, billed: seen.billed }).toEqual(withMore(usual, row[moment]));
  row[moment].also?.(seen);
});

/** How the attempts ended that had the input of the one that died, and whether its last call went out. */
function deathOf({ attempts }: Seen, { activity, point }: Row) {
  const died = present(attempts.find((attempt) => attempt.activity === activity && attempt.end === 'died'));
  const alike = attempts.filter(
    (attempt) => attempt.activity === activity && JSON.stringify(attempt.input) === JSON.stringify(died.input),
  );
  return { diedAt: died.diedAt, callWasMade: died.calls.includes(point), ends: alike.map(({ end }) => end) };
}

/** One answer in the chat, one paid job, and every charge in the ledger: whoever died. */
function expectSameEnd(seen: Seen, story: Story, { unknown = [], filesLeft = [] }: Partial<Claim>): void {
  const { status, says, jobs, ledger } = story;
  expect({
    status: seen.status,
    says: seen.says,
    jobs: seen.jobs,
    filesLeft: seen.filesLeft,
    ledger: seen.ledger,
  }).toEqual({
    status,
    says,
    jobs,
    filesLeft,
    ledger: [...ledger, ...unknown.map((call) => `${call} unknown`)].toSorted(),
  });
}

function withMore({ calls, billed }: Seen, { more = {}, fewer = {}, billed: charges = {} }: Claim) {
  const sum = { ...billed };
  for (const [kind, count] of Object.entries(charges)) sum[kind] = (sum[kind] ?? 0) + count;
  const all = { ...calls };
  for (const [route, statuses] of Object.entries(more))
    all[route] = [...(all[route] ?? []), ...statuses].toSorted(byNumber);
  for (const [route, { length }] of Object.entries(fewer)) {
    all[route] = (all[route] ?? []).slice(length);
    if (all[route].length === 0) delete all[route];
  }
  return { calls: all, billed: sum };
}
