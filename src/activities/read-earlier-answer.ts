import type { EarlierAnswer, RunId } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** What the runs have answered that were reset before this one. */
export async function readEarlierAnswer({ runs }: ActivityDependencies, run: RunId): Promise<EarlierAnswer> {
  return runs.earlierAnswer(run);
}
