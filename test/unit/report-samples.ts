import * as fc from 'fast-check';
import type { Claim, Comparison, ComparisonClaim, GroundedReviews, Report } from '../../src/report/report.ts';
import type { ModelReport } from '../../src/report/schema.ts';
import type { Place } from '../../src/workflows/contract.ts';

export const place: Place = {
  name: '永康牛肉麵館',
  placeId: 'ChIJexample',
  mapsUri: 'https://maps.google.com/?cid=123',
  knownFor: '',
};

const suggestions = `<style>
.chip { border-radius: 16px; color: #5e5e5e; }
</style>
<div class="container"><a class="chip" href="https://www.google.com/search?q=a&amp;b=%22c%22">永康 "評價"</a></div>
`;

export const reviews: GroundedReviews = {
  statements: [{ text: '湯頭濃郁。', sources: [1, 2] }],
  sources: [1, 2, 3].map((number) => ({
    number,
    uri: `https://vertexaisearch.cloud.google.com/grounding-api-redirect/token${number}`,
    title: `site${number}.example`,
  })),
  searchSuggestionsHtml: suggestions,
};

/** What a model writes when all it says is of one claim of praise, unless told otherwise. */
export function modelReport(parts: Partial<ModelReport> = {}): ModelReport {
  return {
    verdict: { text: '湯頭受稱讚，但要排隊。', sources: [1, 2] },
    signatureDishes: [],
    praise: [],
    complaints: [],
    price: [],
    queue: [],
    suits: [],
    tips: [],
    disagreements: [],
    ...parts,
  };
}

const claim = (text: string, ...sources: number[]): Claim => ({ text, sources });

/** A checked report with something in every section, unless told otherwise. */
export function report(parts: Partial<Report> = {}): Report {
  return {
    placeName: place.name,
    mapsUri: place.mapsUri,
    verdict: claim('湯頭受稱讚，但要排隊。', 1, 2),
    signatureDishes: [claim('紅燒牛肉麵湯頭濃郁。', 1)],
    praise: [claim('店員親切。', 2), claim('上菜快。', 2, 3)],
    complaints: [claim('座位擁擠。', 3)],
    price: [claim('一碗約 300 元。', 1)],
    queue: [claim('假日要排一小時。', 1, 3)],
    suits: [claim('適合家庭。', 2)],
    tips: [claim('平日下午人少。', 1)],
    disagreements: [claim('辣度看法不一。', 1, 2)],
    sources: reviews.sources,
    searchSuggestionsHtml: suggestions,
    droppedClaims: 0,
    ...parts,
  };
}

/** A claim of a comparison about the place at this index. */
export function suits(forWhom: string, placeIndex: number, ...sources: number[]): ComparisonClaim {
  return { forWhom, placeIndex, text: `因為評論說${forWhom}很滿意。`, sources };
}

/** A checked comparison. */
export function comparison(...claims: ComparisonClaim[]): Comparison {
  return { claims, droppedClaims: 0 };
}

const nastyText = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength }),
    fc.string({
      unit: fc.constantFrom('麵', '👨‍👩‍👧‍👦', '"', '\n', '\u202E', '<', '\\', ' ', 'é'),
      minLength: 1,
      maxLength,
    }),
  );

const anyClaim = fc.record({
  text: nastyText(600),
  sources: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 }),
});
const anyClaims = fc.array(anyClaim, { maxLength: 8 });
const anyUri = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true, size: 'large' }),
  fc.constantFrom(
    '',
    'javascript:alert(1)',
    'not a link',
    `https://a.example/?${'\\'.repeat(990)}`,
    `https://a.example/${'麵'.repeat(400)}`,
  ),
);

/** Reports as long and as odd as they come, well beyond what the check lets through. */
export const anyReport: fc.Arbitrary<Report> = fc.record({
  placeName: nastyText(120),
  mapsUri: anyUri,
  verdict: fc.option(anyClaim, { nil: undefined }),
  signatureDishes: anyClaims,
  praise: anyClaims,
  complaints: anyClaims,
  price: anyClaims,
  queue: anyClaims,
  suits: anyClaims,
  tips: anyClaims,
  disagreements: anyClaims,
  sources: fc.array(fc.record({ number: fc.integer({ min: 1, max: 40 }), uri: anyUri, title: nastyText(80) }), {
    maxLength: 40,
  }),
  droppedClaims: fc.nat(),
});

/** Comparisons as long and as odd as they come, also about places that are not there. */
export const anyComparison: fc.Arbitrary<Comparison> = fc.record({
  claims: fc.array(
    fc.record({
      forWhom: nastyText(200),
      placeIndex: fc.integer({ min: -1, max: 13 }),
      text: nastyText(600),
      sources: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 }),
    }),
    { maxLength: 8 },
  ),
  droppedClaims: fc.nat(),
});
