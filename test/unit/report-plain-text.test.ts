import * as fc from 'fast-check';
import { plainClaimText } from '../../src/report/claim-text.ts';

/** Marks that cite a source; each must go wherever it stands. */
const marks = [
  ...[
    '[cite: 3]',
    '[cite: 1, 2]',
    '[cite:1-3]',
    '[cite_start]',
    '[cite_end]',
    '[cite_start: 2]',
    '[CITE 4]',
    '[citation needed]',
  ],
  ...[
    '[1]',
    '[1, 2]',
    '[1-3]',
    '[1–3]',
    '[1~3]',
    '[1, 3-5]',
    '[1、2]',
    '[1][2]',
    '[[1]]',
    '[ 12 ]',
    '[#1]',
    '[1 and 2]',
    '[203]',
  ],
  ...['[^1]', '[^note]', '[^1^]', '^[1]', String.raw`\[1\]`, String.raw`\cite{3}`, '$^{1}$', '^{1,2}'],
  ...[
    '【3†source】',
    '【12:0†source】',
    '【1】',
    '〔1〕',
    '〖2〗',
    '⟦1⟧',
    '［１］',
    '［1、2］',
    '［１－３］',
    '[3†L5-L9]',
  ],
  ...[
    '(source: 3)',
    '(sources 1, 2)',
    '(Source: Tripadvisor)',
    '（來源：1）',
    '（來源：1、3）',
    '（出典：2）',
    '（參考 1）',
    '(ref. 2)',
    '(cite 1)',
  ],
  ...[
    '[source]',
    '[source 1]',
    '[來源1]',
    '[出典：1]',
    '【來源：食記】',
    '(來源)',
    '{cite: 1}',
    '[註1]',
    '[footnote 2]',
    '[index 3]',
  ],
  ...[
    '¹',
    '¹²³',
    '⁽¹⁾',
    '¹,²',
    '<sup>1</sup>',
    '<cite>3</cite>',
    '<cite>[1]</cite>',
    '<ref name="a">1</ref>',
    '<source id="3"/>',
  ],
  ...['&#91;1&#93;', '&#x5b;2&#x5d;', '&lbrack;1&rbrack;', '&lt;cite&gt;1&lt;/cite&gt;', '&sup1;'],
  ...['\uE200cite\uE202turn0search1\uE201', 'citeturn0search3', '[turn0search1, turn0news2]', 'cite_start'],
];

test.each(marks)('the mark %j goes', (mark) => {
  expect(plainClaimText(`湯頭濃郁${mark}。`)).toBe('湯頭濃郁。');
  expect(plainClaimText(`Rich broth ${mark}, friendly staff.`)).toBe('Rich broth, friendly staff.');
  expect(plainClaimText(`${mark} 湯頭濃郁`)).toBe('湯頭濃郁');
});

/** Links; each must go, with or without a scheme. */
const links = [
  ...[
    'https://a.example/b?c=d#e',
    'HTTP://EVIL.COM',
    'hxxps://evil.com/a',
    'ftp://a.example',
    'line://ti/p/abc',
    'https://user:pw@evil.com/',
  ],
  ...[
    'line.me/R/ti/p/@abc',
    't.me/abc',
    'bit.ly/3xYz',
    'wa.me/886912345678',
    'lin.ee/AbCd',
    'www.evil.com',
    'WWW.EVIL.COM/A',
    'g.co/x',
  ],
  ...[
    'foo.com.tw/bar',
    'foo.com.tw',
    'evil.com',
    'EVIL.COM',
    'a-b.example',
    'evil.com:8080/x',
    'evil.com?x=1',
    'evil.com#top',
    '//evil.com/x',
    'sub.evil.zip/x',
  ],
  ...['例子.台灣', 'https://例子.台灣/a', 'xn--fsqu00a.xn--kpry57d', 'пример.рф', '牛肉麵.com', 'foo．com'],
  ...[
    '192.168.0.1',
    'http://192.168.0.1:3000/x',
    '8.8.8.8/x',
    'http://[2001:db8::1]/x',
    'localhost:3000/x',
    'http://localhost/',
  ],
  ...[
    'user@evil.com',
    'mailto:user@evil.com',
    'javascript:alert(1)',
    'data:text/html,x',
    'li\u200Bne.me/abc',
    'li\u200Dne.me/abc',
    'evil\u2060.com',
  ],
  ...[
    '<https://evil.com/a>',
    '<a href="https://evil.com">',
    '&#104;ttps://evil.com',
    'https&#58;//evil.com',
    'https:evil.com',
    'https:/evil.com/a',
    String.raw`https:\\evil.com\a`,
  ],
];

test.each(links)('the link %j goes', (link) => {
  expect(plainClaimText(`加好友 ${link} 有折扣`)).toBe('加好友 有折扣');
  expect(plainClaimText(`Book at ${link} today.`)).toBe('Book at today.');
});

test.each(['line.me/abc', 'https://evil.com/a', 't.me/abc', 'foo.com.tw', 'user@evil.com', '[1]', '[cite: 1]', '¹'])(
  '%j goes between Chinese letters too',
  (link) => {
    expect(plainClaimText(`推薦${link}很好吃`)).toBe('推薦很好吃');
  },
);

test.each([
  ['[菜單](https://evil.com/menu)很多', '菜單很多'],
  ['[evil.com](https://evil.com)很多', '很多'],
  ['![照片](https://evil.com/x.png)好吃', '照片好吃'],
  ['<cite index="1-3">湯頭濃郁</cite>。', '湯頭濃郁。'],
  ['湯頭濃郁。來源：[1]', '湯頭濃郁。'],
  ['湯頭濃郁。（參見 [1]）', '湯頭濃郁。'],
  ['(see https://a.example/b) good', 'good'],
  ['Good (https://a.example/b), cheap', 'Good, cheap'],
  ['Tom &amp; Jerry', 'Tom & Jerry'],
  ['好\u202E吃\u2066', '好吃'],
  [`好${'\u0301'.repeat(50)}吃`, `好${'\u0301'.repeat(4)}吃`],
  ['湯\u3164\u2800頭', '湯頭'],
  ['好\u{E0061}\u{E0062}吃', '好吃'],
])('%j becomes %j', (text, plain) => {
  expect(plainClaimText(text)).toBe(plain);
});

/** Nothing in these is a mark or a link. */
const honest = [
  ...[
    '[一蘭]最有名',
    '推薦[一蘭]和【鼎泰豐】',
    '【2024】必比登推薦',
    '「牛肉麵」很好吃',
    '適合3-5人',
    '適合 3-5 人聚餐',
    '[3-5人]包廂',
  ],
  ...[
    '評分 4.5/5',
    '4.5/5',
    'No.1',
    'No.1 的拉麵',
    'U.S.A.',
    'U.S.A. beef',
    'Mr.Donut',
    'Mr.Donut/星巴克',
    'J.CO Donuts',
    '24.5度',
    'A4和牛',
    'A5和牛',
  ],
  ...[
    'NT$1,200',
    '約 NT$1,200-1,500',
    '¥1,000～2,000',
    '12:00-14:00',
    '11:30~14:00、17:00~21:00',
    '1.5.3號',
    'Cafe.Bar',
    'St.John is great',
    'T.G.I. Fridays',
  ],
  ...[
    '電話 02-2321-8200',
    'TEL:02-2321-8200',
    '+886 2 2321 8200',
    '(02)2321-8200',
    'LINE:@abc123',
    'IG @noodle_house',
    '(約 150 元)',
    '(10%)',
    '（3人以上）',
  ],
  ...[
    '🍜很香 👨‍👩‍👧‍👦',
    '❤️‍🔥好吃',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿 style',
    '🇹🇼料理',
    '30 m²的店',
    '100㎡',
    '① 湯 ② 麵',
    '5 p.m. to 9 p.m.',
    '10:30a.m.-2p.m.',
    'opens at 9.am',
    'e.g. ramen, i.e. noodles',
  ],
  ...[
    'Great food.It was cheap',
    'A&W、R&B',
    'snake__case',
    '排隊 <5 分鐘, 3 > 2',
    '1/2 份',
    '24/7',
    '2026.12.01',
    '2026/12/01',
    '3.14',
    'v1.2',
    '排 1~2 小時',
    'C+C',
    '(note: cash only)',
    '（註：需預約）',
    '(見招牌)',
  ],
  ...[
    '注意：來源不明的人很多',
    'It is a source of pride',
    'open source',
    '5:1',
    'and/or',
    '好吃…',
    '「[一蘭]」',
    '價格:100',
    'Price:100',
    'A:好吃 B:貴',
    'ramen&gyoza',
    '好吃.便宜.大碗',
    '店名::分店',
  ],
];

test.each(honest)('%j stays as it is', (text) => {
  expect(plainClaimText(text)).toBe(text);
});

const piece = fc.oneof(
  fc.constantFrom(...marks),
  fc.constantFrom(...links),
  fc.constantFrom(...honest),
  fc.constantFrom(
    '好吃',
    ' ',
    '。',
    '[',
    ']',
    '(',
    ')',
    '【',
    '】',
    '&',
    '<',
    '>',
    '/',
    '.',
    ':',
    '\u200B',
    '\u202E',
    '*',
    '1',
    'http',
    '://',
    'cite',
  ),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((all) => all.join(''));

test('taking out twice is taking out once, whatever stands together', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const plain = plainClaimText(text);
      expect(plainClaimText(plain)).toBe(plain);
    }),
    { numRuns: 500, endOnFailure: true },
  );
});

test('no mark, link or invisible character is left, whatever stands together', () => {
  const left =
    /https?:\/\/\w|\[\s*(?:[\d\s,-]*\]|cite)|cite_(?:start|end)|†|【\s*\d{1,3}\s*】|[¹\u200B\u202E\uE200]|\b(?:line|t|wa)\.me\/|\bwww\.|bit\.ly|evil\.com|[\w.]+@evil|<\w+>/i;
  // Letters right behind a link may be part of it: "evil.com100" is none.
  const apart = fc.array(fc.tuple(piece, fc.constantFrom(' ', '，', '好', '\n')), { maxLength: 12 });
  fc.assert(
    fc.property(apart, (pieces) => {
      expect(plainClaimText(pieces.flat().join(''))).not.toMatch(left);
    }),
    { numRuns: 500, endOnFailure: true },
  );
});

test('hosts of any name in lower case go, with any path', () => {
  const label = fc
    .stringMatching(/^[a-z][a-z0-9]{1,8}$/)
    .filter((each) => !/^(?:etc|vs|approx|incl|min|max|no|nos|st|dr|mr|mrs|ms|ave|rd)$/.test(each));
  const path = fc.constantFrom('', '/', '/a', '/a/b?c=d', ':8080/a', '?a=b', '#a');
  fc.assert(
    fc.property(
      fc.array(label, { minLength: 1, maxLength: 3 }),
      fc.stringMatching(/^[a-z]{2,6}$/),
      path,
      (labels, last, rest) => {
        const host = [...labels, last].join('.');
        expect(plainClaimText(`推薦${host}${rest}，很好吃`)).toBe('推薦，很好吃');
      },
    ),
  );
});

test('endless and nested marks end', () => {
  for (const text of [
    '['.repeat(2000),
    `${'['.repeat(900)}1${']'.repeat(900)}`,
    '&amp;'.repeat(400),
    '<'.repeat(2000),
    'a.'.repeat(1000),
    '[1'.repeat(1000),
  ]) {
    expect(plainClaimText(text).length).toBeLessThanOrEqual(text.length);
  }
});
