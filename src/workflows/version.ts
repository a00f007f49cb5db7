import { patched } from '@temporalio/workflow';

/** Which rules a run follows: those of the release that opened it. */
export type RunVersion = 1 | 2;

/**
 * Reads which release opened this run. Runs of version 1 that are still open keep their names, keys and order of
 * activities, so that their histories replay and nothing is paid twice. Call it once, before the first `await`.
 */
export function runVersion(): RunVersion {
  return patched('version-2') ? 2 : 1;
}
