import v8 from 'node:v8';

const bytesPerMiB = 2 ** 20;
/** What a worker needs besides its runs. */
const reservedMiB = 400;
/** A run that waits for its batch takes 0.3 MiB of heap, as measured; twice that is reckoned with. */
const mibPerRun = 0.6;
const fewestRuns = 50;

/**
 * How many runs a worker keeps in memory. A run that is kept goes on where it stands; every task of any other replays its
 * whole history first. Runs that wait are polled in turn, so one more than fits means that nearly every poll replays: the
 * SDK's own number, which reckons with three times the memory, is passed by 2,400 waiting analyses.
 *
 * @param heapLimitBytes of V8, which itself goes by the memory of the machine or container.
 */
export function mostCachedRuns(heapLimitBytes: number = v8.getHeapStatistics().heap_size_limit): number {
  const freeMiB = heapLimitBytes / bytesPerMiB - reservedMiB;
  return Math.max(fewestRuns, Math.floor(freeMiB / mibPerRun));
}
