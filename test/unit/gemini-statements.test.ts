import { generateContentResponse } from '../../src/gemini/response.ts';
import { groundedReviews } from '../../src/gemini/statements.ts';

type Support = { segment?: object; groundingChunkIndices?: number[] };

function reviewsOf(
  texts: string | { text: string; thought?: boolean }[],
  supports: Support[],
  chunks: object[] = webs(3),
) {
  const parts = typeof texts === 'string' ? [{ text: texts }] : texts;
  return groundedReviews(
    generateContentResponse.parse({
      candidates: [
        {
          content: { parts },
          groundingMetadata: {
            groundingChunks: chunks,
            groundingSupports: supports,
            searchEntryPoint: { renderedContent: '<style>x</style><div>chips</div>' },
          },
        },
      ],
    }),
  );
}

const web = (n: number) => ({ web: { uri: `https://redirect.example/${n}`, title: `site${n}.example` } });
const webs = (count: number) => Array.from({ length: count }, (_, i) => web(i + 1));

/** A segment as Google writes it: byte offsets of a sentence, a start of 0 left out, and no text. */
function segmentOf(text: string, sentence: string) {
  const startIndex = Buffer.byteLength(text.slice(0, text.indexOf(sentence)));
  const endIndex = startIndex + Buffer.byteLength(sentence);
  return startIndex === 0 ? { endIndex } : { startIndex, endIndex };
}

const prose = '牛肉麵湯頭濃郁🍜很香。排隊要一小時👨‍👩‍👧。Service is slow, naïve even. 沒有人證實這句。';

test.each(['牛肉麵湯頭濃郁🍜很香。', '排隊要一小時👨‍👩‍👧。', 'Service is slow, naïve even.'])(
  'byte offsets find the sentence %s',
  (sentence) => {
    const { statements } = reviewsOf(prose, [{ segment: segmentOf(prose, sentence), groundingChunkIndices: [0] }]);
    expect(statements).toEqual([{ text: sentence, sources: [1] }]);
  },
);

test('sentences come in the order of the text, and those without a source are left out', () => {
  const sentences = ['Service is slow, naïve even.', '牛肉麵湯頭濃郁🍜很香。'];
  const { statements } = reviewsOf(
    prose,
    sentences.map((sentence, i) => ({ segment: segmentOf(prose, sentence), groundingChunkIndices: [i] })),
  );
  expect(statements).toEqual([
    { text: '牛肉麵湯頭濃郁🍜很香。', sources: [2] },
    { text: 'Service is slow, naïve even.', sources: [1] },
  ]);
});

test('every web page is numbered in order, cited or not; chunks of other kinds have no number', () => {
  const chunks = [
    web(1),
    { maps: { title: 'M' } },
    { web: { uri: 'javascript:alert(1)' } },
    { web: { uri: 'https://x.example/a' } },
  ];
  const { statements, sources } = reviewsOf(
    'AB',
    [{ segment: { endIndex: 1 }, groundingChunkIndices: [3, 1, 0, 2, 99] }],
    chunks,
  );
  expect(sources).toEqual([
    { number: 1, uri: 'https://redirect.example/1', title: 'site1.example' },
    { number: 2, uri: 'https://x.example/a', title: 'x.example' },
  ]);
  expect(statements).toEqual([{ text: 'A', sources: [1, 2] }]);
});

test('one sentence with several supports is one statement with all of its sources', () => {
  const segment = { endIndex: 1 };
  const { statements } = reviewsOf('A', [
    { segment, groundingChunkIndices: [2] },
    { segment, groundingChunkIndices: [0, 2] },
  ]);
  expect(statements).toEqual([{ text: 'A', sources: [1, 3] }]);
});

test.each([
  ['that cuts a character', { startIndex: 1, endIndex: 6 }],
  ['whose end cuts a character', { startIndex: 0, endIndex: 4 }],
  ['outside the text', { startIndex: 0, endIndex: 9999 }],
  ['with its ends the wrong way round', { startIndex: 6, endIndex: 3 }],
  ['without an end', { startIndex: 3 }],
  ['of a part that is not there', { partIndex: 4, endIndex: 3 }],
  ['of white space', { startIndex: 9, endIndex: 10 }],
])('a segment %s gives no statement', (_name, segment) => {
  expect(reviewsOf('牛肉麵 好', [{ segment, groundingChunkIndices: [0] }]).statements).toEqual([]);
});

test('a support without a segment or without chunks gives no statement', () => {
  expect(reviewsOf('AB', [{ groundingChunkIndices: [0] }, { segment: { endIndex: 1 } }]).statements).toEqual([]);
});

test('offsets count from the part that they name, thoughts included', () => {
  const parts = [{ text: 'hm', thought: true }, { text: '好吃。貴。' }];
  const { statements } = reviewsOf(parts, [
    { segment: { partIndex: 1, startIndex: 9, endIndex: 15 }, groundingChunkIndices: [0] },
  ]);
  expect(statements).toEqual([{ text: '貴。', sources: [1] }]);
});

test('the text that Google gives with a segment is believed before the offsets', () => {
  const segment = { startIndex: 1, endIndex: 2, text: '* **湯頭**：濃郁。' };
  expect(reviewsOf('牛', [{ segment, groundingChunkIndices: [0] }]).statements).toEqual([
    { text: '湯頭：濃郁。', sources: [1] },
  ]);
});

test('the search suggestions are handed on as they are', () => {
  expect(reviewsOf('A', []).searchSuggestionsHtml).toBe('<style>x</style><div>chips</div>');
});

test('an answer without metadata says nothing', () => {
  const response = generateContentResponse.parse({ candidates: [{ content: { parts: [{ text: 'Great.' }] } }] });
  expect(groundedReviews(response)).toEqual({ statements: [], sources: [] });
});

test('a source whose address is none is kept under its own words', () => {
  const uri = 'https://[broken';
  const reviews = reviewsOf(
    'Good soup.',
    [{ segment: segmentOf('Good soup.', 'Good soup.'), groundingChunkIndices: [0] }],
    [{ web: { uri } }],
  );
  expect(reviews.sources).toEqual([{ number: 1, uri, title: uri }]);
});
