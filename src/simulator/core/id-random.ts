import { randomInt } from 'node:crypto';
import { type SeededRandom, seededRandom } from './random.ts';

/**
 * Makes the stream that ids of one kind are drawn from. Without a seed it is the machine's randomness, so that ids repeat
 * neither across starts nor after a reset: a program that kept a job name from an earlier start must not meet another job.
 *
 * @param idSeed gives the same ids at each start, for tests that compare whole runs.
 */
export function idRandom(idSeed: number | undefined, name: string): SeededRandom {
  return idSeed === undefined ? () => randomInt(2 ** 32) / 2 ** 32 : seededRandom(idSeed, name);
}
