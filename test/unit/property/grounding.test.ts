import * as fc from 'fast-check';
import { candidatesOf } from '../../../src/gemini/places.ts';
import { generateContentResponse, groundingOf } from '../../../src/gemini/response.ts';
import { groundedReviews } from '../../../src/gemini/statements.ts';
import { isPolluted, nastyText } from './arbitraries.ts';

const webs = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    web: { uri: `https://redirect.example/${n}`, title: `site${n}.example` },
  }));

const responseOf = (parts: { text: string; thought?: boolean }[], groundingMetadata: unknown) =>
  generateContentResponse.parse({ candidates: [{ content: { parts }, groundingMetadata }] });

/** A sentence with no markup at its ends, so that it comes back as it is; half pairs have become U+FFFD on the wire. */
const sentence = nastyText(10).map((text) => `s${text.toWellFormed().replaceAll('*', '')}e`);

test('segments by UTF-8 byte offsets bring back their sentences, whatever letters they are made of', () => {
  const sentences = fc.uniqueArray(sentence, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(sentences, nastyText(3), (each, gap) => {
      const between = gap.toWellFormed();
      const text = between + each.join(between);
      let startIndex = Buffer.byteLength(between);
      const groundingSupports = each.map((one) => {
        const segment = { startIndex, endIndex: startIndex + Buffer.byteLength(one) };
        startIndex = segment.endIndex + Buffer.byteLength(between);
        return { segment, groundingChunkIndices: [0] };
      });
      const response = responseOf([{ text }], {
        groundingChunks: webs(1),
        groundingSupports: groundingSupports.toReversed(),
      });
      expect(groundedReviews(response).statements.map((statement) => statement.text)).toEqual(each);
    }),
    { numRuns: 200 },
  );
});

const offset = fc.integer({ min: 0, max: 60 });
const support = (at: fc.Arbitrary<unknown>) =>
  fc.record(
    {
      segment: fc.record({ partIndex: fc.nat(3), startIndex: at, endIndex: at }, { requiredKeys: [] }),
      groundingChunkIndices: fc.array(fc.nat(9), { maxLength: 4 }),
    },
    { requiredKeys: [] },
  );

test('offsets that lie anywhere give whole characters of the text, with sources that exist, or nothing', () => {
  const anyParts = fc.array(
    fc.record({ text: nastyText(10).map((text) => text.toWellFormed()), thought: fc.boolean() }),
    {
      maxLength: 3,
    },
  );
  fc.assert(
    fc.property(
      anyParts,
      fc.array(support(offset), { maxLength: 8 }),
      fc.nat(5),
      (parts, groundingSupports, sources) => {
        const { statements } = groundedReviews(
          responseOf(parts, { groundingChunks: webs(sources), groundingSupports }),
        );
        for (const statement of statements) {
          // `**` goes from the statement, so it is looked for in the text without it.
          const isFound = parts.some(({ text }) => text.replaceAll('**', '').includes(statement.text));
          expect([statement.text, isFound]).toEqual([statement.text, true]);
          expect(statement.text.isWellFormed()).toBe(true);
          expect(statement.sources.length).toBeGreaterThan(0);
          for (const number of statement.sources) expect(number <= sources && number >= 1).toBe(true);
        }
        expect(new Set(statements.map(({ text }) => text)).size).toBe(statements.length);
      },
    ),
    { numRuns: 200 },
  );
});

test('metadata of any form brings sources and places that are links of the web, and never an error', () => {
  const title = nastyText(5);
  const uri = fc.constantFrom(
    'https://a.example/1',
    'http://b.example/?q=評判',
    'javascript:alert(1)',
    'data:text/html,x',
    '//a.example',
    '',
  );
  const chunk = fc.oneof(
    fc.record({ web: fc.record({ uri, title }, { requiredKeys: ['uri'] }) }),
    fc.record({ maps: fc.record({ uri, title, placeId: fc.string() }, { requiredKeys: [] }) }),
    fc.constant({}),
  );
  const known = fc.record(
    {
      groundingChunks: fc.array(chunk),
      groundingSupports: fc.array(support(fc.oneof(offset, fc.integer(), fc.double(), fc.string()))),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(known, fc.jsonValue({ maxDepth: 2 })), (metadata) => {
      const response = responseOf([{ text: 'text' }], metadata);
      const { sources } = groundedReviews(response);
      const places = candidatesOf(groundingOf(response));
      for (const link of [...sources.map((source) => source.uri), ...places.map((place) => place.mapsUri)])
        expect(link).toMatch(/^https?:\/\//);
      expect(sources.map(({ number }) => number)).toEqual(sources.map((_, at) => at + 1));
      expect(isPolluted()).toBe(false);
    }),
    { numRuns: 200 },
  );
});
