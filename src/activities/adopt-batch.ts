import type { RunVersion } from '../workflows/version.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { callGemini } from './failures.ts';

/** A job that a webhook named while nobody knew what had become of a create, and whose job it must be. */
export type NamedBatch = { batchName: string; ownerRunId: string; submission: number; version: RunVersion };

/** Looks whether a named job is the one that a create of this run has made; only its display name counts. */
export async function adoptBatch({ gemini, names }: ActivityDependencies, named: NamedBatch): Promise<boolean> {
  const { displayName } = await callGemini(() => gemini.getBatch(named.batchName, { signal: attemptSignal() }));
  return displayName === names.batchDisplayName(named.ownerRunId, named.submission, named.version);
}
