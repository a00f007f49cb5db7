import { collectReviewsRequest, reportRequest } from '../../src/gemini/prompts.ts';
import { comparisonRequest } from '../../src/gemini/prompts-compare.ts';
import { generateContentResponse } from '../../src/gemini/response.ts';
import { groundedReviews } from '../../src/gemini/statements.ts';
import { checkedComparison } from '../../src/report/comparison-check.ts';
import { parseModelComparison } from '../../src/report/comparison-schema.ts';
import { spoilt } from '../../src/simulator/gemini/model/behaviour.ts';
import { compose } from '../../src/simulator/gemini/model/compose.ts';
import { generateContentRequest } from '../../src/simulator/gemini/model/request.ts';
import type { CollectedPlace, Language } from '../../src/workflows/contract.ts';
import { present } from '../support/person.ts';

const names = ['老張牛肉麵', '月光食堂', '港邊海鮮'];

/** What the simulator's search says about the places. */
function collectedIn(language: Language): CollectedPlace[] {
  return names.map((name) => {
    const place = { name, placeId: name, mapsUri: 'https://maps.google.com/?cid=1', knownFor: '' };
    const { text, grounding } = said(collectReviewsRequest({ place, language }));
    const response = { candidates: [{ content: { parts: [{ text }] }, groundingMetadata: grounding }] };
    return { place, reviews: groundedReviews(generateContentResponse.parse(response)) };
  });
}

const said = (request: unknown) => compose(1, generateContentRequest.parse(request));

function comparedIn(language: Language, fault?: string) {
  const collected = collectedIn(language);
  const reply = said(comparisonRequest({ collected, language }));
  let left = fault;
  const { text } = spoilt(reply, { purpose: 'json', prompt: '' }, (name) => {
    if (name !== left) return undefined;
    left = undefined;
    return { value: undefined };
  });
  const modelComparison = parseModelComparison(text);
  const reviews = collected.map((place) => place.reviews);
  return { collected, text, checked: modelComparison && checkedComparison({ modelComparison, reviews }) };
}

test.each<[Language, RegExp]>([
  ['zh-TW', /\p{Script=Han}/u],
  ['ja', /\p{Script=Hiragana}|\p{Script=Katakana}/u],
  ['en', /^[\x20-\x7e]+$/],
])('in %s the model says which place suits whom, from the statements of each place', (language, script) => {
  const { collected, checked } = comparedIn(language);
  const { claims, droppedClaims } = present(checked);
  expect(droppedClaims).toBe(0);
  expect(claims.length).toBeGreaterThanOrEqual(2);
  expect(claims.length).toBeLessThanOrEqual(5);
  expect(new Set(claims.map(({ placeIndex }) => placeIndex)).size).toBeGreaterThanOrEqual(2);
  expect(new Set(claims.map(({ forWhom }) => forWhom)).size).toBe(claims.length);
  expect(claims.map(({ forWhom, text }) => forWhom + text).join('')).toMatch(script);
  for (const { text, placeIndex } of claims) {
    expect(present(collected[placeIndex]).reviews.statements.map((statement) => statement.text)).toContain(text);
  }
});

test('the same request gets the same comparison, and a report is still a report', () => {
  expect(comparedIn('en').text).toBe(comparedIn('en').text);
  const [place] = collectedIn('en');
  const report = said(reportRequest({ collected: present(place), language: 'en' }));
  expect(report.text).toMatch(/^\{"verdict"/);
});

test('a claim that cites 99 is added, and lost in the check', () => {
  const { text, checked } = comparedIn('en', 'cite-99');
  expect(text).toContain('[99]');
  expect(checked?.droppedClaims).toBe(1);
  expect(checked?.claims).toEqual(comparedIn('en').checked?.claims);
});

test('hostile links stand in every text, and are gone after the check', () => {
  const { text, checked } = comparedIn('en', 'hostile-links');
  expect(text.match(/attacker/g)?.length).toBeGreaterThanOrEqual(4);
  expect(JSON.stringify(checked)).not.toContain('attacker');
});

test('prose is no comparison, and what is nearly JSON is read', () => {
  expect(comparedIn('en', 'prose-instead-of-json').checked).toBeUndefined();
  expect(comparedIn('en', 'invalid-json').checked).toEqual(comparedIn('en').checked);
});
