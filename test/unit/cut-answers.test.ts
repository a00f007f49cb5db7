import { refuseUselessCut } from '../../src/activities/model-answer.ts';
import { comparisonFrom } from '../../src/activities/model-comparison.ts';
import { reportFrom } from '../../src/activities/model-report.ts';
import { classifyGeminiError } from '../../src/gemini/errors.ts';
import { confirmedUsage } from '../../src/gemini/pricing.ts';
import { generateContentResponse } from '../../src/gemini/response.ts';
import { json } from './malformed-answers/case.ts';
import { place, reviews } from './report-samples.ts';

const collected = { place, reviews };
const cutAfter = (text: string) => ({
  kind: 'cut-off' as const,
  text: json.slice(0, json.indexOf(text) + text.length),
});

describe('a report that was cut off', () => {
  test.each([
    ['in a later list', '擁擠', 2, 1],
    ['after a list', '[2,3]}]', 2, 0],
    ['in the second claim of a list', '上菜', 1, 1],
    ['before its last bracket', '"sources":[3]}]', 3, 0],
  ])('%s is taken as far as it came whole', (_, end, claims, droppedClaims) => {
    const report = reportFrom(collected, cutAfter(end));
    expect(report?.verdict?.text).toBe('湯頭受稱讚。');
    expect([...(report?.praise ?? []), ...(report?.complaints ?? [])]).toHaveLength(claims);
    expect(report?.droppedClaims).toBe(droppedClaims);
  });

  test.each([
    ['in the verdict', '湯頭受', 1],
    ['after the verdict', '[1,2]}', 1],
    ['in the first claim of a list', '店員', 2],
  ])('%s is of no use, and what is dropped is told', (_, end, droppedClaims) => {
    const told: unknown[] = [];
    expect(reportFrom(collected, cutAfter(end), undefined, (dropped) => told.push(dropped))).toBeUndefined();
    expect(told).toEqual([{ droppedClaims }]);
  });

  test('without its verdict is of no use, however long its lists are', () => {
    const text = json.slice(json.indexOf('"praise"'));
    expect(reportFrom(collected, { kind: 'cut-off', text })).toBeUndefined();
    expect(reportFrom(collected, { kind: 'text', text })?.praise).toHaveLength(2);
  });
});

describe('a comparison that was cut off', () => {
  const both = [collected, collected].map((each) => ({
    ...each,
    reviews: { ...reviews, statements: [{ text: '好。', sources: [1] }] },
  }));
  const claims = ['家庭', '情侶'].map((forWhom) => ({ forWhom, place: 1, text: `${forWhom}喜歡。`, sources: [101] }));
  const text = JSON.stringify({ whichForWhom: claims });

  test('is taken as far as it came whole', () => {
    const found = comparisonFrom(both, { kind: 'cut-off', text: text.slice(0, text.indexOf('情侶喜')) });
    expect(found?.claims.map(({ forWhom }) => forWhom)).toEqual(['家庭']);
    expect(found?.droppedClaims).toBe(1);
  });

  test('in its first claim is of no use, and what is dropped is told', () => {
    const told: unknown[] = [];
    const answer = { kind: 'cut-off' as const, text: text.slice(0, text.indexOf('家庭喜')) };
    expect(comparisonFrom(both, answer, (dropped) => told.push(dropped))).toBeUndefined();
    expect(told).toMatchObject([{ droppedClaims: 1 }]);
  });
});

test.each([
  ['prose', '很好吃。', 0],
  ['claims that cite nothing that exists', json.replaceAll(/\[[123,]+\]/g, '[9]'), 4],
])('of %s in place of a report, what is dropped is told', (_, text, droppedClaims) => {
  const told: unknown[] = [];
  expect(reportFrom(collected, { kind: 'text', text }, undefined, (dropped) => told.push(dropped))).toBeUndefined();
  expect(told).toEqual([{ droppedClaims }]);
});

describe('an ordinary call', () => {
  const usage = confirmedUsage('answerNow', 'gemini-3.5-flash', generateContentResponse.parse({}));
  const cut = { kind: 'cut-off', text: '{"ver' } as const;

  test('that was cut off too early is a failed attempt, and carries its price', () => {
    const refuse = () => refuseUselessCut(undefined, cut, usage);
    expect(refuse).toThrow(expect.objectContaining({ name: 'GeminiCallError', usage }));
    try {
      refuse();
    } catch (error) {
      expect(classifyGeminiError(error)).toMatchObject({ code: 'GeminiCutOff', kind: 'retryable', billed: 'yes' });
    }
  });

  test('that was cut off but brought enough, or was not cut off, is none', () => {
    expect(() => refuseUselessCut({}, cut, usage)).not.toThrow();
    expect(() => refuseUselessCut(undefined, { kind: 'text', text: '' }, usage)).not.toThrow();
  });
});
