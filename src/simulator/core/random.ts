import { createHash } from 'node:crypto';

/** A stream of numbers in [0, 1) that depends on its seed alone. */
export type SeededRandom = () => number;

/** Makes a stream (mulberry32) from a seed and a name, so that streams of other names are independent of it. */
export function seededRandom(seed: number, name = ''): SeededRandom {
  let state = createHash('sha256').update(`${seed}:${name}`).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Text of `length` characters out of `alphabet`, drawn from `random`. */
export function randomText(
  random: SeededRandom,
  length: number,
  alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789',
): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

/** A copy of `items` in an order drawn from `random`. */
export function shuffled<T>(random: SeededRandom, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
