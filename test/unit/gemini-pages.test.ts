import { generateContentResponse } from '../../src/gemini/response.ts';
import { groundedReviews } from '../../src/gemini/statements.ts';

type Web = { uri: string; title?: string };

/** Reviews of one sentence per chunk, each supported by that chunk alone. */
function reviewsOf(...webs: Web[]) {
  return groundedReviews(
    generateContentResponse.parse({
      candidates: [
        {
          content: { parts: [{ text: '' }] },
          groundingMetadata: {
            groundingChunks: webs.map((web) => ({ web })),
            groundingSupports: webs.map((_, index) => ({
              segment: { startIndex: index, endIndex: index + 1, text: `Sentence ${index}.` },
              groundingChunkIndices: [index],
            })),
          },
        },
      ],
    }),
  );
}

const numbersOf = (reviews: ReturnType<typeof reviewsOf>) => reviews.statements.flatMap(({ sources }) => sources);
const redirect = (token: string) => `https://vertexaisearch.cloud.google.com/grounding-api-redirect/${token}`;

test('six chunks of one page are one source, which every sentence cites', () => {
  const reviews = reviewsOf(...Array.from({ length: 6 }, () => ({ uri: redirect('AUZ'), title: 'tabelog.com' })));
  expect(reviews.sources).toEqual([{ number: 1, uri: redirect('AUZ'), title: 'tabelog.com' }]);
  expect(numbersOf(reviews)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('chunks of several pages in any order carry the numbers of their pages', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ uri: `https://${name}.example/`, title: name }));
  if (!a || !b || !c) throw new Error('three pages');
  const reviews = reviewsOf(a, b, a, c, b, a);
  expect(reviews.sources.map(({ number, uri }) => `${number} ${uri}`)).toEqual([
    '1 https://a.example/',
    '2 https://b.example/',
    '3 https://c.example/',
  ]);
  expect(numbersOf(reviews)).toEqual([1, 2, 1, 3, 2, 1]);
});

test('a sentence that rests on two chunks of one page has one source', () => {
  const chunk = { web: { uri: 'https://a.example/x' } };
  const { statements } = groundedReviews(
    generateContentResponse.parse({
      candidates: [
        {
          content: { parts: [{ text: 'Good.' }] },
          groundingMetadata: {
            groundingChunks: [chunk, chunk],
            groundingSupports: [{ segment: { endIndex: 5 }, groundingChunkIndices: [0, 1] }],
          },
        },
      ],
    }),
  );
  expect(statements).toEqual([{ text: 'Good.', sources: [1] }]);
});

const page = 'https://blog.example/post/1';

test.each<[string, Web, Web]>([
  ['another fragment', { uri: `${page}#top` }, { uri: `${page}#:~:text=noodles` }],
  ['tracking parameters', { uri: `${page}?utm_source=x&fbclid=1&srsltid=2&id=3` }, { uri: `${page}?id=3&gclid=9` }],
  ['another order of parameters', { uri: `${page}?a=1&b=2` }, { uri: `${page}?b=2&a=1` }],
  ['a trailing slash', { uri: page }, { uri: `${page}/` }],
  ['a root with and without slash', { uri: 'https://blog.example' }, { uri: 'https://blog.example/?' }],
  ['another scheme', { uri: page }, { uri: page.replace('https', 'http') }],
  ['capitals in scheme and host', { uri: page }, { uri: 'HTTPS://Blog.Example/post/1' }],
  ['www.', { uri: page }, { uri: 'https://www.blog.example/post/1' }],
  ['the default port', { uri: page }, { uri: 'https://blog.example:443/post/1' }],
  ['percent-encoding', { uri: 'https://a.example/麵' }, { uri: 'https://a.example/%e9%ba%b5' }],
  ['IDN and punycode', { uri: 'https://例子.example/a' }, { uri: 'https://xn--fsqu00a.example/a' }],
  [
    'two redirects under the same page title',
    { uri: redirect('A'), title: '永康牛肉麵 食記' },
    { uri: redirect('B'), title: ' 永康牛肉麵  食記' },
  ],
])('%s is the same page', (_, one, other) => {
  expect(reviewsOf(one, other).sources).toHaveLength(1);
});

test.each<[string, Web, Web]>([
  ['another path', { uri: page }, { uri: 'https://blog.example/post/2' }],
  ['capitals in the path', { uri: page }, { uri: 'https://blog.example/Post/1' }],
  ['a parameter that picks the page', { uri: `${page}?p=1` }, { uri: `${page}?p=2` }],
  ['another host', { uri: page }, { uri: 'https://other.example/post/1' }],
  ['a route in the fragment', { uri: `${page}#/a` }, { uri: `${page}#/b` }],
  ['the same title on another site', { uri: page, title: 'Review' }, { uri: 'https://b.example/', title: 'Review' }],
  ['two redirects to one site', { uri: redirect('A'), title: 'ptt.cc' }, { uri: redirect('B'), title: 'ptt.cc' }],
  ['two redirects without a title', { uri: redirect('A') }, { uri: redirect('B') }],
])('%s is another page', (_, one, other) => {
  expect(reviewsOf(one, other).sources).toHaveLength(2);
});

test('a page keeps the first title that is one', () => {
  expect(reviewsOf({ uri: page, title: ' ' }, { uri: page, title: '食記' }).sources).toEqual([
    { number: 1, uri: page, title: '食記' },
  ]);
});
