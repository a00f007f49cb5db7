import { setTimeout as sleep } from 'node:timers/promises';
import { everyone } from '../../bench/support/everyone.ts';
import { seededRandom } from '../../src/simulator/core/random.ts';
import { cancelWithoutWorker } from './cancel.ts';
import { createCrowd, slowVendors } from './support/crowd.ts';
import { visit } from './support/customers.ts';
import { checkPromises } from './support/promises.ts';
import { processesOf, type Rig, startRig } from './support/rig.ts';
import { type PartOptions, type Row, told, toldRow } from './support/row.ts';
import { untilQuiet } from './support/settle.ts';
import type { Supervised } from './support/supervised.ts';

/** How big a round is. */
export type Round = {
  seed: number;
  people: number;
  arriveWithinMs: number;
  kills: number;
  /** From the first kill to the last. */
  killWithinMs: number;
  longestDownMs: number;
  /** LINE delivers again what met a dead API; otherwise the person does it again. */
  lineRedelivery: boolean;
  /** Whose processes die. */
  victims: readonly Victim[];
};

/** `all`: everything at one moment, as in a power cut. */
type Victim = 'api' | 'worker' | 'temporal' | 'all';

const fullRound = {
  people: 50,
  arriveWithinMs: 45_000,
  kills: 18,
  killWithinMs: 60_000,
  longestDownMs: 5000,
  victims: ['api', 'api', 'worker', 'worker', 'temporal', 'temporal', 'all'],
} as const;
const redeliveryGapsMs = [500, 1000, 2000, 4000, 8000, 15_000, 30_000];
const firstKillAfterMs = 2000;
/** A push or a create whose worker died is tried again after its own timeout; several may die in a row. */
const endWithinMs = 480_000;

/** Kills processes at random moments while 50 people use the bot. */
export async function runKills(options: PartOptions): Promise<Row[]> {
  const { seed, rounds, say } = options;
  const rows: Row[] = [];
  for (let round = 0; round < rounds; round++) {
    const plan = { ...fullRound, seed: seed + round, lineRedelivery: round % 2 === 0 };
    say(`kills: round ${round + 1} of ${rounds}, seed ${plan.seed}`);
    rows.push(await toldRow(options, 'kills', nameOf(plan), async () => killRound(plan)));
  }
  say('kills: the only worker, then the person cancels');
  rows.push(await toldRow(options, 'kills', 'a cancel without a worker', async () => cancelWithoutWorker(seed)));
  return rows;
}

/** One round on a system of its own. */
export async function killRound(round: Round): Promise<Row> {
  await using rig = await startRig({
    seed: round.seed,
    batchSeconds: 6,
    workers: 2,
    redeliveryGapsMs: round.lineRedelivery ? redeliveryGapsMs : undefined,
    settings: { HYOBAN_LINE_REDELIVERY: round.lineRedelivery ? 'on' : 'off', HYOBAN_DEFAULT_LANGUAGE: 'en' },
  });
  slowVendors(rig);
  const startedAtMs = performance.now();
  const customers = createCrowd(rig, round);
  const [killed, ...visits] = await Promise.all([
    killAtRandom(rig, round),
    ...customers.map(async (customer) => visit(rig, customer)),
  ]);
  const quiet = await untilQuiet(rig, endWithinMs);
  const tookSeconds = Math.round((performance.now() - startedAtMs) / 1000);
  const { broken, figures } = await checkPromises(rig, visits);
  return {
    part: 'kills',
    what: nameOf(round),
    measured: `${told({ ...killed, ...figures })}; over after ${tookSeconds} s`,
    broken: [...(quiet ? [] : ['something still ran at the end']), ...broken, ...unexpectedExits(rig)],
  };
}

function nameOf({ seed, people, kills, lineRedelivery }: Round): string {
  const again = lineRedelivery ? 'LINE delivers again' : 'the person taps again';
  return `seed ${seed}: ${people} people, ${kills} kill -9; ${again}`;
}

/** Kills one victim after the other, each started again after its time. Ends when all are up again. */
async function killAtRandom(rig: Rig, round: Round): Promise<Record<string, number>> {
  const random = seededRandom(round.seed, 'kills');
  const counts = { killsOfApi: 0, killsOfWorkers: 0, killsOfTemporal: 0 };
  const moments = Array.from({ length: round.kills }, () => random() * round.killWithinMs).toSorted((a, b) => a - b);
  const restarts: Promise<void>[] = [];
  const startedAtMs = performance.now();
  for (const atMs of moments) {
    await sleep(Math.max(0, startedAtMs + firstKillAfterMs + atMs - performance.now()));
    const victim = round.victims[Math.floor(random() * round.victims.length)] ?? 'api';
    const chosen = chosenProcesses(rig, victim, random());
    const downMs = random() * round.longestDownMs;
    counts.killsOfApi += chosen.filter((process) => process === rig.api).length;
    counts.killsOfWorkers += chosen.filter((process) => rig.workers.includes(process)).length;
    counts.killsOfTemporal += chosen.filter((process) => process === rig.temporal).length;
    await Promise.all(chosen.map(async (process) => process.kill()));
    restarts.push(startAgain(chosen, downMs));
  }
  await everyone(restarts, async (restart) => restart);
  return counts;
}

async function startAgain(processes: Supervised[], afterMs: number): Promise<void> {
  await sleep(afterMs);
  await everyone(processes, async (process) => process.start());
}

/** One of the workers, or both: nobody works then. */
function chosenProcesses(rig: Rig, victim: Victim, at: number): Supervised[] {
  const [first, second] = rig.workers;
  switch (victim) {
    case 'api':
      return [rig.api];
    case 'temporal':
      return [rig.temporal];
    case 'worker':
      return [at < 0.7 ? first : undefined, at > 0.35 ? second : undefined].filter((worker) => worker !== undefined);
    case 'all':
      return processesOf(rig);
  }
}

/** A process may end by itself only because Temporal is not there when it starts. */
function unexpectedExits(rig: Rig): string[] {
  return processesOf(rig).flatMap(({ name, ownExits }) =>
    ownExits()
      .filter((said) => !said.includes('does not answer'))
      .map((said) => `${name} ended by itself: ${said.slice(0, 500)}`),
  );
}
