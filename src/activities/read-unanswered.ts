import type { RunId, UnansweredRequest } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** What a run was asked for that was ended from outside; null when there is nothing to apologise for. */
export async function readUnanswered({ runs }: ActivityDependencies, run: RunId): Promise<UnansweredRequest | null> {
  return (await runs.readUnanswered(run)) ?? null;
}
