/** Keys of the batch's lines: the position among the collected places, which is all that ever needs to be known. */
export function lineKeys(collected: readonly unknown[]): string[] {
  return collected.map((_, index) => `p${index}`);
}
