import { candidatesOf, matchedPlaces, type PlaceCandidate, placesFromCandidates } from '../../src/gemini/places.ts';
import { generateContentResponse, groundingOf } from '../../src/gemini/response.ts';

const candidate = (name: string, placeId = `id of ${name}`): PlaceCandidate => ({
  name,
  placeId,
  mapsUri: `https://maps.google.com/?cid=${encodeURIComponent(placeId)}`,
});
const others = [candidate('鼎泰豐 信義店'), candidate('Café de Paris')];
const pick = (name: string, knownFor = '') => ({ name, knownFor });

describe('a picked name', () => {
  const eighty = '很'.repeat(79) + '長';
  test.each([
    ['letter by letter', '阿明牛肉麵', '阿明牛肉麵'],
    ['in full-width letters', 'ＫＦＣ 南京店', 'KFC 南京店'],
    ['in another case', 'THE DINER', 'The Diner'],
    ['with other spaces', '阿明 牛肉麵', '阿明牛肉麵'],
    ['with other punctuation', '阿明．牛肉麵（總店）', '阿明・牛肉麵(總店)'],
    ['without the branch', '阿明牛肉麵', '阿明牛肉麵 復興店'],
    ['with more than Google has', '阿明牛肉麵 (Ah-Ming Noodles)', '阿明牛肉麵'],
    ['without its family', '三代食堂', '👨‍👩‍👧三代食堂'],
    ['of nothing but a family', '👨‍👩‍👧', '👨‍👩‍👧'],
    ['of 80 characters', eighty, eighty],
    ['with quotes', 'Joe’s "Best" Diner', `Joe's “Best” Diner`],
    ['with a line break', 'Joe\nDiner', 'Joe Diner'],
    ['with a pipe', 'Noodles | Taipei', 'Noodles|Taipei'],
    ['with right-to-left marks', 'مطعم السلام', '\u202eمطعم السلام\u202c'],
    ['with composed accents', 'Cafe\u0301 Noir', 'Caf\u00e9 Noir'],
  ])('matches %s and is shown as Google has it', (_how, name, title) => {
    expect(matchedPlaces([pick(name, '招牌湯頭')], [...others, candidate(title)])).toEqual([
      { ...candidate(title), knownFor: '招牌湯頭' },
    ]);
  });

  test.each(['完全別的店', '', '   ', '店', '。', '\u200b'])('that matches nothing is left out: %j', (name) => {
    expect(matchedPlaces([pick(name)], others)).toEqual([]);
  });

  test('goes to the equal name before one that contains it, and to the closest of several', () => {
    const shops = [candidate('一蘭 台北本店別館'), candidate('一蘭'), candidate('一蘭 台北本店')];
    expect(matchedPlaces([pick('一蘭')], shops)[0]?.name).toBe('一蘭');
    expect(matchedPlaces([pick('一蘭台北本')], shops)[0]?.name).toBe('一蘭 台北本店');
  });

  test('twice goes to two branches of one name, never twice to one', () => {
    const shops = [candidate('麥當勞', 'a'), candidate('麥當勞', 'b')];
    expect(matchedPlaces([pick('麥當勞'), pick('麥當勞'), pick('麥當勞')], shops).map((p) => p.placeId)).toEqual([
      'a',
      'b',
    ]);
  });
});

test('at most three places are kept, in the model’s order', () => {
  const shops = ['aa', 'bb', 'cc', 'dd'].map((name) => candidate(name));
  expect(
    matchedPlaces(
      ['dd', 'cc', 'bb', 'aa'].map((n) => pick(n)),
      shops,
    ).map((p) => p.name),
  ).toEqual(['dd', 'cc', 'bb']);
});

test('what a place is known for is one plain line that ends between characters', () => {
  const [place] = matchedPlaces(
    [pick('Café de Paris', `see https://evil.example/x\n\u202e${'👨‍👩‍👧'.repeat(100)}`)],
    others,
  );
  expect(place?.knownFor).toBe(`see ${'👨‍👩‍👧'.repeat(76)}`);
});

test('without the model, the first three candidates are the places', () => {
  const shops = ['aa', 'bb', 'cc', 'dd'].map((name) => candidate(name));
  expect(placesFromCandidates(shops)).toEqual(shops.slice(0, 3).map((shop) => ({ ...shop, knownFor: '' })));
  expect(placesFromCandidates([])).toEqual([]);
});

const maps = (title: string, placeId: string, uri = 'https://maps.google.com/?cid=1') => ({
  maps: { title, placeId, uri },
});

const groundingWith = (groundingChunks: object[], groundingSupports: object[] = []) =>
  groundingOf(
    generateContentResponse.parse({ candidates: [{ groundingMetadata: { groundingChunks, groundingSupports } }] }),
  );

const support = (startIndex: number, ...groundingChunkIndices: number[]) => ({
  segment: { startIndex, endIndex: startIndex + 1 },
  groundingChunkIndices,
});

describe('candidates', () => {
  test('come from the metadata, without the prefix of the place id and without doubles', () => {
    const grounding = groundingWith([maps('A', 'places/a'), maps('A again', 'places/a'), maps('B', 'b')]);
    expect(candidatesOf(grounding)).toEqual([
      { name: 'A', placeId: 'a', mapsUri: 'https://maps.google.com/?cid=1' },
      { name: 'B', placeId: 'b', mapsUri: 'https://maps.google.com/?cid=1' },
    ]);
  });

  test('come in the order in which the text rests on them, the others after', () => {
    const chunks = ['a', 'b', 'c', 'd'].map((id) => maps(id, id));
    const grounding = groundingWith(chunks, [support(50, 1), support(0, 3), support(20, 2, 3, 77)]);
    expect(candidatesOf(grounding).map((c) => c.name)).toEqual(['d', 'c', 'b', 'a']);
  });

  test('need a name, an id and a link', () => {
    const chunks = [
      maps('', 'a'),
      maps('B', ''),
      maps('C', 'c', 'javascript:alert(1)'),
      { web: { uri: 'https://x', title: 'D' } },
      {},
    ];
    expect(candidatesOf(groundingWith(chunks))).toEqual([]);
  });

  test('are none without metadata, or with metadata that nobody understands', () => {
    expect(candidatesOf(undefined)).toEqual([]);
    const odd = generateContentResponse.parse({ candidates: [{ groundingMetadata: { groundingChunks: 'x' } }] });
    expect(candidatesOf(groundingOf(odd))).toEqual([]);
  });
});
