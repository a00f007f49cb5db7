import { callsWithoutRow } from '../support/crash-points/coverage.ts';
import { type Forgotten, forgetEverybody } from '../support/crash-points/forgetting.ts';
import {
  earlierRows,
  forgetRows,
  type ListRow,
  listRows,
  sweepRows,
  unansweredRows,
} from '../support/crash-points/list-rows.ts';
import { type MadeAnew, makeAllAnew } from '../support/crash-points/making-anew.ts';
import { type MortalStack, startMortalStack } from '../support/crash-points/mortal-stack.ts';
import type { Attempt } from '../support/crash-points/mortal-worker.ts';
import { rows } from '../support/crash-points/rows.ts';
import { type Swept, sweepAll } from '../support/crash-points/sweeping.ts';
import { present } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: MortalStack;
let forgotten: Forgotten[];
let swept: Swept;
let madeAnew: MadeAnew[];

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startMortalStack(temporal, {}, 'real');
  forgotten = await forgetEverybody(stack);
  madeAnew = await makeAllAnew(stack);
  swept = await sweepAll(stack);
}, 120_000);

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

const bothMoments = (walked: ListRow[]) =>
  walked.flatMap((row) =>
    (['before', 'after'] as const).map(
      (moment) => [`${row.activity} dies ${moment} ${row.call}: ${row[moment].says}`, row, moment] as const,
    ),
  );

test.each(bothMoments(Object.values(forgetRows)))('%s', (_name, row, moment) => {
  const { attempts, statuses, ...left } = present(
    forgotten.find((chat) => chat.moment === moment && chat.rows.includes(row)),
  );
  expect(afterDeath(attempts, row, moment)).toBe('done');
  // Restaurants, "on it", "forgetting": after that the chat hears nothing, and nothing is left at Google.
  expect(left).toMatchObject({ jobIsGone: true, says: ['reply', 'reply', 'reply'] });
  expect(statuses.filter((status) => status !== undefined && status !== 'CANCELLED')).toEqual([]);
});

test.each(bothMoments(Object.values(sweepRows)))('%s', (_name, row, moment) => {
  const { attempts, result, jobs } = present(
    swept.rounds.find((round) => round.moment === moment && round.rows.includes(row)),
  );
  expect(afterDeath(attempts, row, moment)).toBe('done');
  const cancelled = 'CANCELLED';
  expect(jobs).toEqual({ orphan: cancelled, ended: swept.ended.map(() => cancelled), awaited: 'PENDING' });
  expect(result.unanswered.toSorted()).toEqual(swept.ended);
});

test.each(bothMoments(Object.values(unansweredRows)))('%s', (_name, row, moment) => {
  const { attempts } = present(swept.reads.find((read) => read.moment === moment && read.row === row));
  expect(afterDeath(attempts, row, moment)).toBe('done');
  expect(swept.pushes).toEqual(swept.ended.map(() => 1));
});

test.each(bothMoments(Object.values(earlierRows)))('%s', (_name, row, moment) => {
  const { attempts, status, pushes } = present(madeAnew.find((made) => made.moment === moment));
  expect(afterDeath(attempts, row, moment)).toBe('done');
  // The report of the run that was reset, and nothing about the one that failed.
  expect({ status, pushes }).toEqual({ status: 'FAILED', pushes: 1 });
});

test('the sweep goes on to see what takes too long', () => {
  expect(swept.rounds.map(({ result }) => result.overdue)).toContainEqual([swept.running]);
});

test('every call of an activity has its row', () => {
  const played = new Set(stack.mortal.attempts().map(({ activity }) => activity));
  expect([...listRows.map(({ activity }) => activity), 'renderApology'].filter((name) => !played.has(name))).toEqual(
    [],
  );
  expect(callsWithoutRow(stack.mortal.attempts(), [...rows, ...listRows])).toEqual([]);
});

/** How the attempt after the one ended that died there. */
function afterDeath(attempts: Attempt[], { activity, point }: ListRow, moment: string): Attempt['end'] | undefined {
  const ofActivity = attempts.filter((attempt) => attempt.activity === activity);
  const dead = ofActivity.findIndex(({ diedAt }) => diedAt === `${moment} ${point}`);
  const next = ofActivity[dead + 1];
  return dead >= 0 && next?.attempt === 2 ? next.end : undefined;
}
