import { type SeededRandom, seededRandom } from '../../src/simulator/core/random.ts';

/** What a mutation draws from: everything about request `n` of a seed follows from these two numbers. */
export type Dice = {
  /** True once in so many times. */
  onceIn: (times: number) => boolean;
  /** A whole number from 0 to `below` - 1. */
  below: (below: number) => number;
  pick: <T>(items: readonly [T, ...T[]]) => T;
  pickOf: <T>(items: readonly T[]) => T | undefined;
};

/** The dice of one request. */
export function diceOf(seed: number, n: number): Dice {
  const random: SeededRandom = seededRandom(seed, `request ${n}`);
  const below = (limit: number) => Math.floor(random() * limit);
  return {
    onceIn: (times) => below(times) === 0,
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    pickOf: (items) => items[below(items.length)],
  };
}
