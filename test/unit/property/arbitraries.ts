import * as fc from 'fast-check';

const family = '👨‍👩‍👧‍👦';

/** Pieces that names are seen to be made of, and pieces that break code: joiners, marks, halves of pairs, directions. */
const pieces = [
  '鼎泰豐',
  '店',
  'a',
  ' ',
  family,
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '🇹🇼',
  '❤️‍🔥',
  'e\u0301',
  '\u0301\u0323\u0308',
  'ক্ষি',
  '한',
  'مطعم',
  '\u202E',
  '\u2066',
  '\u200D',
  '\uFE0F',
  '\uD83D',
  '\uDE00',
  '\u0000',
  '\n',
  '\r\n',
  '\u2028',
  '"',
  '\\',
  '{x}',
  '$&',
  '<b>',
  '\u3164',
  '\uFFFD',
];

/** Texts of up to `maxPieces` pieces, or of any code units. */
export const nastyText = (maxPieces = 40) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: maxPieces }).map((all) => all.join('')) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: maxPieces }) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 30 }),
    },
  );

/** Names of places, also of 300 characters and more. */
export const nastyName = fc.oneof(
  { weight: 4, arbitrary: nastyText() },
  { weight: 2, arbitrary: fc.constantFrom(...pieces).map((piece) => piece.repeat(Math.ceil(300 / piece.length))) },
  {
    weight: 1,
    arbitrary: fc.tuple(nastyText(), fc.constantFrom('😀', '店', 'x')).map(([end, head]) => head.repeat(300) + end),
  },
);

/** Words that mean something to every object of JavaScript. */
export const objectWords = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'] as const;

/** Keys and values that nobody asked for, among them words that change an object when they are assigned carelessly. */
export const unknownFields = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(...objectWords),
        fc.string({ minLength: 1, maxLength: 12 }).map((text) => `x-${text}`),
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.constant({ polluted: true, type: 'text', text: 'polluted', isSelf: true, mention: { mentionees: [] } }),
      ),
    ),
    { maxLength: 5 },
  )
  .map((pairs): Record<string, unknown> => Object.fromEntries(pairs));

/** Whether something has left its mark on every object. */
export const isPolluted = () => 'polluted' in {} || 'polluted' in Object || 'polluted' in Array.prototype;

/** The same bytes with one of them changed. */
export function changedByte(bytes: Buffer, at: number, change: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ change;
  return changed;
}
