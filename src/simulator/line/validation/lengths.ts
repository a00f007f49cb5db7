/**
 * How the texts that LINE documents as counted by grapheme are counted: `documented` by grapheme cluster, `strict` by
 * code point, as the live API was seen to do. Flex sizes follow it too: 1 KB is 1024 bytes or 1000 bytes.
 */
export type CountingMode = 'strict' | 'documented';

/** `utf16`: the default of LINE; `characters`: labels, titles and texts of actions and templates. */
export type LengthUnit = 'utf16' | 'characters';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Length of a text as "Character counting in a text" says. */
export function lengthOf(text: string, unit: LengthUnit, mode: CountingMode): number {
  if (unit === 'utf16') return text.length;
  return mode === 'strict' ? Array.from(text).length : [...segmenter.segment(text)].length;
}

/** Bytes in the KB of "Flex Message": whether it is 1000 or 1024 is not documented. */
export function bytesPerKilobyte(mode: CountingMode): number {
  return mode === 'strict' ? 1000 : 1024;
}
