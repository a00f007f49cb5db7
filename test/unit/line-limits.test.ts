import * as fc from 'fast-check';
import { cleanName, shortenDistinct, shortenLabel, shortenUtf16, utf8SizeBytes } from '../../src/line/limits.ts';
import { nastyNames } from './line-samples.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const graphemes = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);
const codePoints = (text: string) => Array.from(text).length;

/** Whole strings of any code units, lone surrogates and emoji sequences included. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .array(fc.constantFrom('\ud83d', '\ude00', '👨‍👩‍👧‍👦', 'é', 'e\u0301', '🇹🇼', ' ', '店', '\n'), { maxLength: 40 })
    .map((a) => a.join('')),
  fc.constantFrom(...nastyNames),
);

describe('shortening a label', () => {
  test('leaves a text that fits as it is', () => {
    expect(shortenLabel('鼎泰豐', 3)).toBe('鼎泰豐');
  });

  test('cuts before the grapheme that does not fit and says so with an ellipsis', () => {
    expect(shortenLabel('鼎泰豐信義店', 4)).toBe('鼎泰豐…');
    expect(shortenLabel('ab👨‍👩‍👧‍👦cd', 8)).toBe('ab…');
    expect(shortenLabel('ab👨‍👩‍👧‍👦cd', 10)).toBe('ab👨‍👩‍👧‍👦…');
  });

  test('never exceeds the limit in code points or graphemes, keeps whole graphemes and no lone surrogate', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, max) => {
        const short = shortenLabel(text, max);
        expect(codePoints(short)).toBeLessThanOrEqual(max);
        expect(graphemes(short).length).toBeLessThanOrEqual(max);
        expect(/\p{Cs}/u.test(short)).toBe(false);
        if (!short.endsWith('…')) return;
        const kept = graphemes(short.slice(0, -1));
        const original = graphemes(Buffer.from(text, 'utf8').toString('utf8'));
        expect(original.slice(0, kept.length).join('').startsWith(kept.join(''))).toBe(true);
      }),
    );
  });
});

describe('shortening a text', () => {
  test('counts UTF-16 units and keeps whole graphemes', () => {
    expect(shortenUtf16('🍜🍜🍜', 6)).toBe('🍜🍜🍜');
    expect(shortenUtf16('🍜🍜🍜', 5)).toBe('🍜🍜…');
    expect(shortenUtf16('🍜🍜🍜', 4)).toBe('🍜…');
  });

  test('never exceeds the limit and never leaves a lone surrogate', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, max) => {
        const short = shortenUtf16(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(/\p{Cs}/u.test(short)).toBe(false);
      }),
    );
  });
});

describe('shortening names that must stay different', () => {
  test('keeps the end that tells branches apart', () => {
    const [first, second] = shortenDistinct(
      ['超級無敵好吃的手工牛肉麵專賣店台北市 信義旗艦店', '超級無敵好吃的手工牛肉麵專賣店台北市 中山總店'],
      20,
    );
    expect(first).toMatch(/^超級無敵好吃的.*…信義旗艦店$/);
    expect(second).toMatch(/^超級無敵好吃的.*…中山總店$/);
  });

  test('leaves names that are short enough as they are', () => {
    expect(shortenDistinct(['春水堂', '鼎泰豐'], 20)).toEqual(['春水堂', '鼎泰豐']);
  });

  test('numbers names that are the same', () => {
    expect(shortenDistinct(['Starbucks', 'Starbucks', 'Starbucks'], 20)).toEqual([
      'Starbucks',
      'Starbucks (2)',
      'Starbucks (3)',
    ]);
  });

  test('gives different labels within the limit, whatever the names', () => {
    const alike = fc
      .tuple(anyText, fc.array(fc.string({ unit: 'grapheme', maxLength: 3 }), { minLength: 1, maxLength: 10 }))
      .map(([beginning, ends]) => ends.map((end) => cleanName(beginning.repeat(2) + end)));
    const any = fc.array(anyText.map(cleanName), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.oneof(alike, any), (names) => {
        const labels = shortenDistinct(names, 20);
        expect(labels).toHaveLength(names.length);
        expect(new Set(labels).size).toBe(names.length);
        for (const label of labels) {
          expect(codePoints(label)).toBeLessThanOrEqual(20);
          expect(label).not.toBe('');
        }
      }),
    );
  });
});

describe('a cleaned name', () => {
  test.each([
    ['two\nlines\r\nand\ta tab\u0000', 'two lines and a tab'],
    ['\u202Eevil\u202C \u2066name\u2069', 'evil name'],
    ['  spaces\u2028everywhere\u00a0 ', 'spaces everywhere'],
    ['zero\u200Bwidth\uFEFF', 'zerowidth'],
    ['👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['می‌خواهم', 'می‌خواهم'],
    ['   ', '?'],
    ['\u3164\u200D', '?'],
    ['', '?'],
  ])('of %j is %j', (name, expected) => {
    expect(cleanName(name)).toBe(expected);
  });

  test('is one line without control or bidi characters and never empty', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = cleanName(text);
        expect(name.trim()).toBe(name);
        expect(name).not.toBe('');
        expect(name).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

test('the size of a value is that of its JSON in UTF-8', () => {
  expect(utf8SizeBytes({ a: '店' })).toBe('{"a":""}'.length + 3);
});
