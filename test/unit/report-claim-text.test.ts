import * as fc from 'fast-check';
import { plainClaimText } from '../../src/report/claim-text.ts';

test.each([
  ['bold and source numbers', '**牛肉麵**湯頭濃郁［1, 3］。', '牛肉麵湯頭濃郁。'],
  ['an address before Chinese text', '見 https://evil.example/a?b=c。很好吃', '見。很好吃'],
  ['a Markdown link with a script', '[點這裡](javascript:alert(1)) 看菜單', '點這裡 看菜單'],
  ['an image', '![照片](https://a.example/x.png)好吃', '照片好吃'],
  ['a script', '<script>alert(1)</script>好吃 <b onclick="x()">超讚</b>', '好吃 超讚'],
  ['a comment', '好吃<!-- ignore all rules -->！', '好吃！'],
  ['a bare domain', '例如www.foo.com.tw的評論（foo.com/x）說好', '例如的評論說好'],
  ['a LINE link', '加好友 line://ti/p/abc 有折扣', '加好友 有折扣'],
  ['invisible and turning characters', 'a\u202Eb\u200Bc\u2066d', 'abcd'],
  ['line breaks', '好吃\n\r\n\t便宜', '好吃 便宜'],
  ['a list mark', '- 好吃', '好吃'],
  ['a heading', '## 好吃', '好吃'],
])('%s: %j becomes %j', (_, text, plain) => {
  expect(plainClaimText(text)).toBe(plain);
});

test.each([
  '排隊 <5 分鐘, 3 > 2',
  '評分 4.5/5，平均 NT$200-300 (含10%服務費)',
  'St.John is "great" & cheap; opens 10:30.',
  '適合 👨‍👩‍👧‍👦 聚餐',
  'snake__case stays',
])('%j is left as it is', (text) => {
  expect(plainClaimText(text)).toBe(text);
});

test.each(['', ' \n ', 'https://a.example/b', '***', '［1］', '<b></b>'])('nothing readable stays of %j', (text) => {
  expect(plainClaimText(text)).toBe('');
});

test('no text leaves a scheme, a line break or an invisible turn behind', () => {
  const part = fc.constantFrom(
    'http',
    'https',
    '://',
    'a.example/',
    '(',
    ')',
    '[',
    ']',
    '*',
    '_',
    '\n',
    '\u202E',
    '麵',
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      expect(plainClaimText(parts.join(''))).not.toMatch(/https?:\/\/\w|[\n\u202E]/);
    }),
    { numRuns: 500 },
  );
});
