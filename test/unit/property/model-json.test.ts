import * as fc from 'fast-check';
import { claimSections } from '../../../src/report/claims.ts';
import { parseModelReport } from '../../../src/report/schema.ts';
import { isPolluted, nastyText, objectWords } from './arbitraries.ts';

type Claim = { text: string; sources: number[] };

const claim = fc.record({
  text: nastyText(8).map((text) => text.toWellFormed()),
  sources: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
});
const anyReport = fc.record({
  verdict: claim,
  ...Object.fromEntries(claimSections.map((name) => [name, fc.array(claim, { maxLength: 3 })])),
});
const lineOf = ({ text, sources }: Claim) => JSON.stringify([text, sources]);

/** Every claim that is read of an answer, the verdict first, in the order of the report. */
function claimsIn(answer: string): string[] {
  const report = parseModelReport(answer);
  if (!report) return [];
  return [...(report.verdict ? [report.verdict] : []), ...claimSections.flatMap((name) => report[name])].map(lineOf);
}

/** How many times each line comes. */
function counted(lines: readonly string[]): Map<string, number> {
  return new Map(lines.map((line) => [line, lines.filter((each) => each === line).length]));
}

test('an answer that ends anywhere gives claims that it holds whole, and none that it does not', () => {
  fc.assert(
    fc.property(anyReport, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2), (report, share, indent) => {
      const answer = JSON.stringify(report, null, indent);
      const all = counted(claimsIn(answer));
      const cut = answer.slice(0, Math.floor(answer.length * share));
      const read = counted(claimsIn(cut));
      for (const [line, times] of read) expect(times).toBeLessThanOrEqual(all.get(line) ?? 0);
      const whole = Object.values(report)
        .flat()
        .filter((each) => cut.includes(JSON.stringify(each, null, 0)));
      if (indent === 0) for (const each of whole) expect(read.has(lineOf(each))).toBe(true);
    }),
    // Answers this large would be shrunk for long.
    { numRuns: 100, endOnFailure: true },
  );
});

/** What stands in place of a claim; the quotes and brackets in it are whole. */
const anythingElse = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '',
    'nul',
    'undefined',
    '...',
    '{"text":}',
    '{"text":"a","sources":}',
    '{"text" "a"}',
    '{text}',
    '{,}',
  ),
  fc.constantFrom(
    '{"text":"half',
    '{"text":half","sources":[1]}',
    '{"text":"a","sources":[1',
    '{"text":"a","sources":[1,}',
  ),
  fc.constantFrom(...objectWords).map((word) => `{"${word}":{"text":"a","sources":[1]}}`),
);

test('whatever stands in place of one claim, all others are read', () => {
  const plain = fc.uniqueArray(fc.stringMatching(/^[a-z麵好]{1,8}$/), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(plain, anythingElse, fc.nat(2), (texts, other, at) => {
      const claims = texts.map((text) => JSON.stringify({ text, sources: [7] }));
      const list = claims.map((each, index) => (index === at ? other : each)).join(',');
      const kept = claims.filter((_, index) => index !== at);
      const answer = `{"verdict":${claims[0]},"praise":[${list}],"tips":[${claims[1]}]}`;
      const report = parseModelReport(answer);
      expect(report?.verdict).toEqual(JSON.parse(claims[0] ?? ''));
      const read = [...(report?.praise ?? []), ...(report?.complaints ?? [])].map((each) => JSON.stringify(each));
      for (const each of kept) expect([answer, read.includes(each)]).toEqual([answer, true]);
      expect(report?.tips.map((each) => JSON.stringify(each))).toContain(claims[1]);
      expect(isPolluted()).toBe(false);
    }),
    { numRuns: 300, endOnFailure: true },
  );
});

test('no text makes the reader throw, and what it reads is of the form that is checked', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ':',
    ',',
    '\\',
    '"verdict"',
    '"praise":',
    '"text":"',
    '1',
    '\n',
    '/*',
    '//',
    '“',
    'a',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
        nastyText(60),
      ),
      (text) => {
        for (const name of claimSections) {
          for (const each of parseModelReport(text)?.[name] ?? []) {
            expect(typeof each.text).toBe('string');
            for (const number of each.sources) expect(typeof number).toBe('number');
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});
