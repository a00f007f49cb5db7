import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Order, Outcome, Report } from './messages.ts';

const projectDir = fileURLToPath(new URL('../..', import.meta.url));
/** A lost seed is played again; one that is lost each time is told so. */
const maxTries = 8;
/** The test server keeps every run, and looks through all of them whenever time moves: after 600 seeds it takes most of the time. */
const maxSeedsPerLane = 100;

/**
 * Plays seeds on several lanes; `onOutcome` hears of every try, the last of each seed is final, and may say that it was
 * enough. `cwd` is the folder of the project that is played, this one or a copy; `lane` the file that plays a lane.
 */
export async function playOnLanes(
  seeds: readonly number[],
  lanes: number,
  onOutcome: Listener,
  cwd = projectDir,
  lane = 'test/faults/lane.ts',
): Promise<void> {
  const waiting = seeds.map((seed) => ({ seed, tries: 0 }));
  await Promise.all(
    Array.from({ length: Math.min(lanes, seeds.length) }, () => runLane({ cwd, lane }, waiting, onOutcome)),
  );
}

type Waiting = { seed: number; tries: number };

type Listener = (outcome: Outcome, isFinal: boolean) => void | 'enough';

type Program = { cwd: string; lane: string };

async function runLane(program: Program, waiting: Waiting[], onOutcome: Listener): Promise<void> {
  while (waiting.length > 0) {
    const lane = fork(join(program.cwd, program.lane), {
      cwd: program.cwd,
      execArgv: ['--max-semi-space-size=64'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await serve(lane, waiting, onOutcome);
  }
}

/** Gives a lane one seed after the other until it ends; a seed on which it died comes to another. */
function serve(lane: ChildProcess, waiting: Waiting[], onOutcome: Listener): Promise<void> {
  return new Promise((resolve, reject) => {
    let present: Waiting | undefined;
    let hasEnded = false;
    const order = (what: Order) => lane.connected && lane.send(what);
    let played = 0;
    const next = () => {
      present = played++ < maxSeedsPerLane ? waiting.shift() : undefined;
      if (present) order({ kind: 'play', seed: present.seed });
      else order({ kind: 'stop' });
    };
    lane.on('message', (report: Report) => {
      if (report.kind === 'ready') return next();
      const { outcome } = report;
      const isFinal = outcome.end !== 'lost' || (present?.tries ?? 0) + 1 >= maxTries;
      if (onOutcome(outcome, isFinal) === 'enough') waiting.length = 0;
      if (outcome.end !== 'lost') return next();
      if (present && !isFinal) waiting.unshift({ seed: present.seed, tries: present.tries + 1 });
      present = undefined;
    });
    lane.on('exit', (code) => {
      if (hasEnded) return;
      hasEnded = true;
      if (present) reject(new Error(`A lane died with code ${code} on seed ${present.seed}`));
      else resolve();
    });
  });
}
