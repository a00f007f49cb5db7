import { isComparable } from '../workflows/comparison.ts';

/** Key of the line that compares the places. */
export const compareKey = 'compare';

/** Key of a place's line: its position among the collected places, which is all that ever needs to be known. */
export const placeKey = (index: number) => `p${index}`;

/** Keys of the batch's lines: one for each place, and the last one compares them when there are several. */
export function lineKeys(collected: readonly unknown[]): string[] {
  return [...collected.map((_, index) => placeKey(index)), ...(isComparable(collected) ? [compareKey] : [])];
}
