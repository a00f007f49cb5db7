import { type SeededRandom, seededRandom } from '../../src/simulator/core/random.ts';

/** Draws from one stream of a seed. */
export type Dice = {
  chance: (probability: number) => boolean;
  /** A whole number from `from` to `to`, both included. */
  between: (from: number, to: number) => number;
  pick: <T>(items: readonly [T, ...T[]]) => T;
  /** Picks by weight. */
  weighted: <T>(items: readonly [readonly [number, T], ...(readonly [number, T])[]]) => T;
};

/** A stream that depends on the seed and the name alone, never on what was drawn elsewhere. */
export function dice(seed: number, name: string): Dice {
  const random: SeededRandom = seededRandom(seed, name);
  const between = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  return {
    chance: (probability) => random() < probability,
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    weighted(items) {
      const total = items.reduce((sum, [weight]) => sum + weight, 0);
      let rest = random() * total;
      for (const [weight, item] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return items[0][1];
    },
  };
}
