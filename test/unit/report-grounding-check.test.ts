import { countClaims } from '../../src/report/claims.ts';
import { checkedReport, isEmptyReport } from '../../src/report/grounding-check.ts';
import type { ModelReport } from '../../src/report/schema.ts';
import { modelReport, place, report, reviews } from './report-samples.ts';

const check = (parts: Partial<ModelReport>) => checkedReport({ modelReport: modelReport(parts), place, reviews });
const claim = (text: string, ...sources: number[]) => ({ text, sources });

test('a claim that cites a source 99 that nobody returned is dropped and counted', () => {
  const checked = check({ praise: [claim('好吃', 99), claim('親切', 1)], complaints: [claim('太貴')] });
  expect(checked.praise).toEqual([claim('親切', 1)]);
  expect(checked.complaints).toEqual([]);
  expect(checked.droppedClaims).toBe(2);
});

test('a claim keeps the sources that exist, once and in order', () => {
  const checked = check({ praise: [claim('好吃', 3, 99, 1.5, -1, 0, 3, 1)] });
  expect(checked.praise).toEqual([claim('好吃', 1, 3)]);
  expect(checked.droppedClaims).toBe(0);
});

test('a verdict without a source that exists is dropped and counted', () => {
  expect(check({ verdict: claim('最好吃', 7) })).toMatchObject({ verdict: undefined, droppedClaims: 1 });
});

test('claims that say the same become one with the sources of all, across sections', () => {
  const checked = check({
    signatureDishes: [claim('牛肉麵湯頭濃郁。', 1)],
    praise: [claim('牛肉麵 湯頭濃郁', 2), claim('店員親切', 2), claim('店員親切！', 3)],
  });
  expect(checked.signatureDishes).toEqual([claim('牛肉麵湯頭濃郁。', 1, 2)]);
  expect(checked.praise).toEqual([claim('店員親切', 2, 3)]);
});

test('links of a report are those of the grounding metadata, whatever the model writes', () => {
  const checked = check({
    verdict: claim('See [the menu](https://evil.example/menu) at www.evil.com now', 1),
    tips: [claim('https://evil.example/only-a-link', 1)],
  });
  expect(checked.verdict?.text).toBe('See the menu at now');
  expect(checked.tips).toEqual([]);
  expect(checked.sources).toEqual(reviews.sources);
  expect(checked.mapsUri).toBe(place.mapsUri);
});

test('endless texts and lists are cut', () => {
  const endless = Array.from({ length: 30 }, (_, n) => claim(`${n} ${'好吃'.repeat(500)}`, 1));
  const checked = check({ verdict: claim('👨‍👩‍👧‍👦'.repeat(400), 1), praise: endless });
  expect(checked.praise).toHaveLength(5);
  for (const { text } of checked.praise) expect(text.length).toBeLessThanOrEqual(240);
  expect(checked.verdict).toBeUndefined();
});

test('suggestions are handed on unmodified', () => {
  expect(check({}).searchSuggestionsHtml).toBe(reviews.searchSuggestionsHtml);
});

test('a report is empty when no claim stays', () => {
  expect(isEmptyReport(check({ verdict: claim('好', 99), praise: [claim('好吃', 98)] }))).toBe(true);
  expect(isEmptyReport(check({ verdict: claim('好', 1) }))).toBe(false);
  expect(isEmptyReport(check({ verdict: claim('好', 99), tips: [claim('早點去', 1)] }))).toBe(false);
});

test('counts are of claims and of different sources', () => {
  expect(countClaims(report().praise)).toEqual({ claims: 2, sources: 2 });
  expect(countClaims([])).toEqual({ claims: 0, sources: 0 });
});
