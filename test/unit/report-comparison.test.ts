import { batchLines } from '../../src/activities/batch-lines.ts';
import { checkedComparison } from '../../src/report/comparison-check.ts';
import {
  type ModelComparison,
  modelComparisonResponseSchema,
  parseModelComparison,
} from '../../src/report/comparison-schema.ts';
import type { GroundedReviews } from '../../src/report/report.ts';
import { answerOf, batchLineCount } from '../../src/workflows/comparison.ts';
import { comparison, report, suits } from './report-samples.ts';

type ModelClaim = ModelComparison['whichForWhom'][number];

/** Three sources; the third stands behind no statement. */
const reviews = (): GroundedReviews => ({
  statements: [
    { text: '安靜。', sources: [1] },
    { text: '便宜。', sources: [1, 2] },
  ],
  sources: [1, 2, 3].map((number) => ({ number, uri: `https://a.example/${number}`, title: 'a.example' })),
});
const claim = (parts: Partial<ModelClaim>): ModelClaim => ({
  forWhom: '家庭',
  place: 1,
  text: '位子多。',
  sources: [101],
  ...parts,
});
const check = (...whichForWhom: ModelClaim[]) =>
  checkedComparison({ modelComparison: { whichForWhom }, reviews: [reviews(), reviews()] });

describe('the response schema', () => {
  const { properties = {} } = modelComparisonResponseSchema;
  const item = properties.whichForWhom?.items;

  test('asks for at most five claims with all that is read of them, the guests first', () => {
    expect(properties.whichForWhom).toMatchObject({ type: 'ARRAY', maxItems: 5 });
    expect(item?.propertyOrdering).toEqual(['forWhom', 'place', 'text', 'sources']);
    expect(item?.required).toEqual(item?.propertyOrdering);
    expect(item?.properties).toMatchObject({ place: { type: 'INTEGER' }, sources: { items: { type: 'INTEGER' } } });
  });

  test('says of every field what goes there', () => {
    for (const field of Object.values(item?.properties ?? {})) expect(field.description).toMatch(/\w{3}/);
  });

  test.each(['forWhom', 'place', 'text', 'sources'])('asks for %s because a claim without it is not read', (field) => {
    const { [field]: _, ...rest } = { ...claim({}) } as Record<string, unknown>;
    expect(parseModelComparison(JSON.stringify({ whichForWhom: [rest] }))).toBeUndefined();
  });

  test.each([
    ['bare', (text: string) => text],
    ['in a fence', (text: string) => `\`\`\`json\n${text}\n\`\`\``],
  ])('an answer %s is read', (_name, wrapped) => {
    const answer = { whichForWhom: [claim({ place: 1.5, sources: [1e300] })] };
    expect(parseModelComparison(wrapped(JSON.stringify(answer)))).toEqual(answer);
  });

  test.each(['', 'Here is the comparison.', '[]', '{}', '{"whichForWhom":[{"forWhom":"cut'])(
    '%j is refused',
    (text) => {
      expect(parseModelComparison(text)).toBeUndefined();
    },
  );
});

describe('a claim of a comparison', () => {
  test('gets the numbers of the report on its place', () => {
    const { claims, droppedClaims } = check(claim({ place: 2, sources: [202, 201, 202] }));
    expect(claims).toEqual([{ forWhom: '家庭', placeIndex: 1, text: '位子多。', sources: [1, 2] }]);
    expect(droppedClaims).toBe(0);
  });

  test.each([
    ['a place that is not there', { place: 3, sources: [301] }],
    ['a place that is not there, with sources of one that is', { place: 3 }],
    ['place 0', { place: 0, sources: [1] }],
    ['half a place', { place: 1.5 }],
    ['a source 99', { sources: [99] }],
    ['a number of the report, not of ours', { sources: [1] }],
    ['a source that no statement rests on', { sources: [103] }],
    ['a source of another place', { sources: [201] }],
    ['its own source and one of another place', { sources: [101, 201] }],
    ['no source', { sources: [] }],
    ['nobody', { forWhom: ' ** ' }],
    ['no reason but a link', { text: 'https://evil.example/' }],
  ])('with %s is dropped and counted', (_name, parts) => {
    const kept = claim({ forWhom: '情侶' });
    expect(check(claim(parts), kept)).toEqual({
      claims: [{ forWhom: '情侶', placeIndex: 0, text: '位子多。', sources: [1] }],
      droppedClaims: 1,
    });
  });

  test('keeps the sources that exist', () => {
    expect(check(claim({ sources: [99, 102, 1.5] })).claims[0]?.sources).toEqual([2]);
  });

  test('becomes plain and short', () => {
    const [found] = check(claim({ forWhom: '**家庭** www.evil.com '.repeat(30), text: '好[101]'.repeat(300) })).claims;
    expect(found?.forWhom).toMatch(/^家庭 at|^家庭 家庭/);
    expect(found?.forWhom.length).toBeLessThanOrEqual(60);
    expect(found?.text).toMatch(/^好+…$/);
    expect(found?.text.length).toBeLessThanOrEqual(160);
  });

  test('is said once for each place, and five are kept', () => {
    const same = [claim({}), claim({ forWhom: '家庭！' }), claim({ place: 2, sources: [201] })];
    expect(check(...same).claims.map(({ placeIndex }) => placeIndex)).toEqual([0, 1]);
    const many = check(...Array.from({ length: 9 }, (_, n) => claim({ forWhom: `第${n}種人` })));
    expect(many.claims).toHaveLength(5);
    expect(many.droppedClaims).toBe(0);
  });
});

describe('an answer', () => {
  const compared = comparison(suits('家庭', 0, 1), suits('情侶', 2, 2));

  test('of all reports has the comparison as it is', () => {
    const reports = ['甲', '乙', '丙'].map((placeName) => report({ placeName }));
    expect(answerOf(reports, compared)).toEqual({ reports, comparison: compared });
  });

  test('without the report of a place says nothing of it and counts the others anew', () => {
    const [first, third] = [report({ placeName: '甲' }), report({ placeName: '丙' })];
    expect(answerOf([first, null, third], compared).comparison?.claims.map(({ placeIndex }) => placeIndex)).toEqual([
      0, 1,
    ]);
    expect(answerOf([null, first, third], comparison(suits('家庭', 0, 1)))).toEqual({ reports: [first, third] });
  });

  test.each([
    ['one report', [report(), null], compared],
    ['no comparison', [report(), report()], null],
  ])('of %s compares nothing', (_name, reports, found) => {
    expect(answerOf(reports, found)).not.toHaveProperty('comparison');
  });
});

test.each([
  [1, ['p0']],
  [2, ['p0', 'p1', 'compare']],
  [3, ['p0', 'p1', 'p2', 'compare']],
])('a batch on %i places has a line for each and one that compares several, all in the ledger', (count, keys) => {
  const place = { name: 'A', placeId: 'a', mapsUri: '', knownFor: '' };
  const collected = Array.from({ length: count }, () => ({ place, reviews: { statements: [], sources: [] } }));
  const { placeKeys, compareKey } = batchLines({ lineKey: () => '' }, { collected });
  expect([...placeKeys, ...(compareKey ? [compareKey] : [])]).toEqual(keys);
  expect(batchLineCount(collected)).toBe(keys.length);
});
