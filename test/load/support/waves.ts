import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedSystem } from './loaded-system.ts';

/** Prints how far it is. */
export type Say = (line: string) => void;

const lookEveryMs = 1000;
const sayEveryMs = 30_000;
/** More than any of the steps takes on a busy machine. */
const stepWithinMs = 3_600_000;

/** Waits until the progress of the vendors says enough, telling it now and then. @throws Error that names the step. */
export async function untilProgress(
  { vendors }: LoadedSystem,
  what: string,
  say: Say,
  enough: (progress: Awaited<ReturnType<typeof vendors.call<'progress'>>>) => boolean,
): Promise<number> {
  const startedAtMs = performance.now();
  let saidAtMs = startedAtMs;
  for (;;) {
    const progress = await vendors.call('progress');
    const nowMs = performance.now();
    if (enough(progress)) return nowMs - startedAtMs;
    if (nowMs - saidAtMs > sayEveryMs) {
      saidAtMs = nowMs;
      say(`  ${what}: ${Math.round((nowMs - startedAtMs) / 1000)} s, ${JSON.stringify(progress)}`);
    }
    if (nowMs - startedAtMs > stepWithinMs) throw new Error(`${what}: not within an hour, ${JSON.stringify(progress)}`);
    await sleep(lookEveryMs);
  }
}

/** How many analyses run now, at a stage or in all; the index is a moment behind. */
export async function countRuns({ installation }: LoadedSystem, stage?: string): Promise<number> {
  const at = stage ? ` AND HyobanStage = '${stage}'` : '';
  const { count } = await installation.client.workflow.count(
    `WorkflowType = 'analysis' AND ExecutionStatus = 'Running'${at}`,
  );
  return count;
}

/** Waits until so many analyses run at a stage, or in all. */
export async function untilRuns(system: LoadedSystem, what: string, say: Say, wanted: number, stage?: string) {
  const startedAtMs = performance.now();
  let saidAtMs = startedAtMs;
  for (;;) {
    const count = await countRuns(system, stage).catch(() => undefined);
    const nowMs = performance.now();
    if (count === wanted) return nowMs - startedAtMs;
    if (nowMs - saidAtMs > sayEveryMs) {
      saidAtMs = nowMs;
      say(`  ${what}: ${Math.round((nowMs - startedAtMs) / 1000)} s, ${count} of ${wanted}`);
    }
    if (nowMs - startedAtMs > stepWithinMs) throw new Error(`${what}: ${count} of ${wanted} after an hour`);
    await sleep(lookEveryMs);
  }
}
