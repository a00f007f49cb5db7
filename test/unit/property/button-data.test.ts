import * as fc from 'fast-check';
import { formatButtonData, parseButtonData } from '../../../src/line/button-data.ts';
import { isPolluted, nastyText, objectWords } from './arbitraries.ts';

const part = fc.oneof(
  fc.constantFrom(
    'v1',
    'v2',
    'analyse',
    'again',
    'status',
    'now',
    'cancel',
    'all',
    '0',
    '9',
    '01JZ',
    'key',
    '0a1b2c3d',
    '',
  ),
  fc.constantFrom(...objectWords),
  nastyText(4),
);

/** A button with parts of it replaced, put in or taken out. */
const edited = fc
  .array(fc.tuple(fc.nat(6), fc.nat(1), fc.array(part, { maxLength: 1 })), { maxLength: 2 })
  .map((edits) => edits.reduce((parts, [at, taken, put]) => parts.toSpliced(at, taken, ...put), wholeButton));
const wholeButton = ['v1', 'analyse', '01JZ', '0', 'key', '0a1b2c3d'];

test('data of the right form but of any words is a button that reads back, or nothing', () => {
  fc.assert(
    fc.property(edited, (parts) => {
      const data = parts.join('.');
      const button = parseButtonData(data);
      if (button) expect(formatButtonData(button)).toBe(data);
      expect(isPolluted()).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test('words of every object name no action, no search, no run and no index', () => {
  const wordAt = fc.tuple(fc.constantFrom(...objectWords), fc.constantFrom(1, 3, 5));
  fc.assert(
    fc.property(wordAt, ([word, at]) => {
      expect(parseButtonData(wholeButton.with(at, word).join('.'))).toBeUndefined();
    }),
  );
});

test('texts of any length and form are nothing, and never an error', () => {
  const anyText = fc.oneof(
    nastyText(),
    fc.json(),
    fc.nat(100_000).map((length) => '.'.repeat(length)),
    fc.nat(100_000).map((length) => `v1.analyse.${'0'.repeat(length)}.0.key`),
  );
  fc.assert(
    fc.property(anyText, (data) => {
      expect(parseButtonData(data) === undefined || /^v1\.analyse\.0{1,40}\.0\.key$/.test(data)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
