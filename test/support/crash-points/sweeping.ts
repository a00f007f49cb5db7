import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchLine } from '../../../src/gemini/files.ts';
import { listEndedFromOutside } from '../../../src/temporal/neglected.ts';
import { findByBatch } from '../../../src/temporal/running-analyses.ts';
import { type SweepResult, workflowTypes } from '../../../src/workflows/contract.ts';
import type { sweep } from '../../../src/workflows/sweep.ts';
import type { Person } from '../person.ts';
import { geminiOf } from './gemini-of.ts';
import { type ListRow, sweepRows, unansweredRows } from './list-rows.ts';
import type { MortalStack } from './mortal-stack.ts';
import type { Attempt } from './mortal-worker.ts';
import { waitingAnalysis } from './stories.ts';

/** One sweep in which workers died. */
type SweepRound = {
  rows: readonly ListRow[];
  moment: 'before' | 'after';
  result: SweepResult;
  attempts: Attempt[];
  /** States of the job that nobody knows, of those whose runs were ended, and of the one that somebody waits for. */
  jobs: { orphan: string | undefined; ended: (string | undefined)[]; awaited: string | undefined };
};

/** All sweeps, and what they left behind. */
export type Swept = {
  rounds: SweepRound[];
  /** Ids of the analyses that were ended from outside, and of the one that still runs. */
  ended: string[];
  running: string;
  /** Pushes to each person whose analysis was ended. */
  pushes: number[];
  /** Attempts to read what an ended analysis was asked for: in each of them a worker died elsewhere. */
  reads: { row: ListRow; moment: 'before' | 'after'; attempts: Attempt[] }[];
};

const minuteMs = 60_000;
/** Everything is overdue at once. */
const overdueAfterMs = 0;
const rowsOfRounds = [
  [sweepRows.jobs, sweepRows.neglected],
  [sweepRows.awaited, sweepRows.histories],
  [sweepRows.last, sweepRows.descriptions],
  [sweepRows.cancel],
];
const deathsOfReads = Object.values(unansweredRows).flatMap((row) =>
  (['before', 'after'] as const).map((moment) => ({ row, moment })),
);

/** Analyses are terminated and one goes on; then is swept again and again, with a new orphan each time. */
export async function sweepAll(stack: MortalStack): Promise<Swept> {
  const { mortal, gemini } = stack;
  const running = await waitingAnalysis(stack);
  const ended: { person: Person; jobName: string; workflowId: string; runId: string }[] = [];
  for (let count = 0; count < deathsOfReads.length; count++) {
    const { person, handle, job } = await waitingAnalysis(stack);
    const { workflowId, runId } = await handle.describe();
    await handle.terminate('by mistake');
    ended.push({ person, jobName: job.name, workflowId, runId });
  }
  await untilIndexed(stack, ended.length, running.job.name);
  for (const [index, { row, moment }] of deathsOfReads.entries())
    mortal.dieAt({ activity: row.activity, call: row.point, moment }, (input) => isRun(input, ended[index]?.runId));
  const stateOf = (name: string) => gemini.batches().find((job) => job.name === name)?.state;
  const rounds: SweepRound[] = [];
  for (const moment of ['before', 'after'] as const) {
    for (const rows of rowsOfRounds) {
      const orphan = await makeOrphan(stack, rounds.length);
      // Only a second sweep cancels what the first one found.
      await sweepOnce(stack, `first-${rounds.length}`);
      for (const row of rows) mortal.dieAt({ activity: row.activity, call: row.point, moment });
      const attemptsBefore = mortal.attempts().length;
      const result = await sweepOnce(stack, `second-${rounds.length}`);
      const endedJobs = ended.map(({ jobName }) => stateOf(jobName));
      const jobs = { orphan: stateOf(orphan), ended: endedJobs, awaited: stateOf(running.job.name) };
      rounds.push({ rows, moment, result, jobs, attempts: mortal.attempts().slice(attemptsBefore) });
    }
  }
  await Promise.all(ended.map(({ person }) => person.untilReceived(3)));
  const pushes = ended.map(({ person }) => person.received().filter(({ via }) => via === 'push').length);
  const readsOf = (runId: string | undefined) => mortal.attempts().filter(({ input }) => isRun(input, runId));
  return {
    ...{ rounds, pushes },
    reads: deathsOfReads.map((death, index) => ({ ...death, attempts: readsOf(ended[index]?.runId) })),
    ended: ended.map(({ workflowId }) => workflowId).toSorted(),
    running: running.handle.workflowId,
  };
}

/** Whether an activity was asked about this run: to read it, or to push an apology for it. */
function isRun(input: unknown, runId: string | undefined): boolean {
  if (typeof input !== 'object' || input === null) return false;
  return ('runId' in input && input.runId === runId) || ('apologyFor' in input && isRun(input.apologyFor, runId));
}

const line: BatchLine = { key: 'p0', request: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] } };

/** A job of this installation that no run knows. */
async function makeOrphan(stack: MortalStack, number: number): Promise<string> {
  const { gemini, temporal } = stack;
  const client = geminiOf(stack);
  const displayName = temporal.installation.digests.batchDisplayName(`orphan${number}`, 1);
  const { fileName } = await client.uploadJsonl({ displayName, lines: [line] });
  const effect = { kind: 'behaviour', name: 'stuck-pending' } as const;
  gemini.faults.add({ route: 'batchGenerateContent', effect, times: 1 });
  return (await client.createBatch({ displayName, fileName })).batchName;
}

async function sweepOnce({ temporal, config }: MortalStack, name: string): Promise<SweepResult> {
  return temporal.installation.client.workflow.execute<typeof sweep>(workflowTypes.sweep, {
    workflowId: `sweep-${name}`,
    taskQueue: config.temporalTaskQueue,
    args: [{ overdueMs: overdueAfterMs, orphanAfterMs: 0 }],
  });
}

/** The index is a moment behind. */
async function untilIndexed({ temporal, config }: MortalStack, ended: number, batchName: string): Promise<void> {
  const { client } = temporal.installation;
  for (let ask = 0; ask < 200; ask++) {
    const isThere = (await findByBatch(client, 1000, batchName)) !== undefined;
    const found = await listEndedFromOutside(client, config.temporalTaskQueue, Date.now() - 60 * minuteMs);
    if (isThere && found.length === ended) return;
    await sleep(50);
  }
  throw new Error('The index does not list the runs');
}
