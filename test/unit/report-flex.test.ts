import * as fc from 'fast-check';
import { reportMessages } from '../../src/report/flex.ts';
import type { Report } from '../../src/report/report.ts';
import type { Language } from '../../src/workflows/contract.ts';
import { anyReport, report } from './report-samples.ts';

const pageUrl = 'https://hyoban.example/r/token';

function messagesOf(reports: Report[], language: Language = 'zh-TW', page: string | undefined = pageUrl) {
  return reportMessages({ reports, language, pageUrl: page }).map((message) => {
    if (message.type !== 'flex') throw new Error(`not Flex: ${message.type}`);
    return message;
  });
}

/** The only message of these reports. */
function messageOf(...input: Parameters<typeof messagesOf>) {
  const [message, ...others] = messagesOf(...input);
  if (!message || others.length > 0) throw new Error('expected one message');
  return message;
}

const sizeBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value), 'utf8');

/** All values of a member of this name, at any depth. */
function allOf(name: string, value: unknown): unknown[] {
  const found: unknown[] = [];
  JSON.stringify(value, (key, member: unknown) => {
    if (key === name) found.push(member);
    return member;
  });
  return found;
}

/** Everything that is written in a message, one line for each text. */
function shownIn(value: unknown): string {
  return allOf('text', value).join('\n');
}

const long = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ text: `${n}${'很好吃，'.repeat(55)}`, sources: [1, 2, 3] }));
const longReport = report({
  signatureDishes: long(5),
  praise: long(5),
  complaints: long(5),
  price: long(2),
  queue: long(2),
  suits: long(4),
  tips: long(3),
  disagreements: long(3),
});

describe('one report', () => {
  test('is a bubble with every section, its claims and their source numbers', () => {
    const { contents } = messageOf([report()]);
    expect(contents.type).toBe('bubble');
    const shown = shownIn(contents);
    for (const text of [
      '永康牛肉麵館',
      '湯頭受稱讚，但要排隊。',
      '紅燒牛肉麵湯頭濃郁。',
      '座位擁擠。',
      '辣度看法不一。',
    ]) {
      expect(shown).toContain(text);
    }
    expect(shown).toContain('［2,\u00A03］');
    expect(shown).toContain('site3.example');
  });

  test('says how much stands behind praise and complaints', () => {
    const shown = shownIn(messageOf([report()], 'en'));
    expect(shown).toContain('2 points · 2 sources');
    expect(shown).toContain('1 point · 1 source');
  });

  test('leaves out sections about which nothing is said', () => {
    const shown = shownIn(messageOf([report({ tips: [], complaints: [] })], 'en'));
    expect(shown).not.toContain('Before you go');
    expect(shown).not.toContain('What people dislike');
    expect(shown).toContain('What people like');
  });

  test('leads to its sources, the page and Google Maps', () => {
    const links = allOf('uri', messageOf([report()]));
    expect(links).toEqual([...report().sources.map((source) => source.uri), pageUrl, report().mapsUri]);
  });

  test('has no button for a link that LINE would refuse', () => {
    const odd = report({
      mapsUri: 'javascript:alert(1)',
      sources: [{ number: 1, uri: 'x'.repeat(9), title: 'a.example' }],
    });
    const message = messageOf([odd], 'zh-TW', `https://hyoban.example/${'x'.repeat(1000)}`);
    expect(allOf('uri', message)).toEqual([]);
    expect(shownIn(message)).toContain('a.example');
  });

  test('without a page has no button for it and promises none', () => {
    const message = reportMessages({ reports: [longReport], language: 'en', pageUrl: undefined });
    expect(allOf('label', message)).toContain('Google Maps');
    expect(allOf('label', message)).not.toContain('Read the full report');
    expect(shownIn(message)).not.toContain('There is more');
  });

  test('says that the page has more when claims had to be left out', () => {
    const endless = { ...longReport, praise: long(60), complaints: long(60) };
    expect(shownIn(messageOf([endless], 'en'))).toContain('There is more in the full report');
    expect(shownIn(messageOf([report()], 'en'))).not.toContain('There is more');
  });

  test('speaks without a verdict, too', () => {
    const message = messageOf([report({ verdict: undefined })], 'ja');
    expect(shownIn(message)).toContain('口コミのポイントをまとめました');
    expect(message.altText).toBe('永康牛肉麵館：口コミのポイントをまとめました');
  });
});

describe('several reports', () => {
  test('are a carousel in their order', () => {
    const { contents } = messageOf(['甲', '乙', '丙'].map((placeName) => report({ placeName })));
    expect(contents.type).toBe('carousel');
    expect(shownIn(contents).match(/[甲乙丙]/g)).toEqual(['甲', '乙', '丙']);
  });

  test('that are long are shortened until the carousel fits', () => {
    const { contents } = messageOf([longReport, longReport, longReport]);
    expect(sizeBytes(contents)).toBeLessThan(50_000);
    expect(shownIn(contents)).toContain('…');
  });

  test('of more than a carousel holds go into the next one', () => {
    const many = Array.from({ length: 13 }, () => longReport);
    const messages = messagesOf(many);
    expect(messages.map(({ contents }) => contents.type)).toEqual(['carousel', 'bubble']);
  });

  test('of none make no message', () => {
    expect(messagesOf([])).toEqual([]);
  });
});

describe('the alternative text', () => {
  test('stands alone: the place and the verdict', () => {
    expect(messageOf([report()]).altText).toBe('永康牛肉麵館：湯頭受稱讚，但要排隊。');
  });

  test('names all places, however many and long', () => {
    const many = Array.from({ length: 12 }, (_, n) =>
      report({ placeName: `${n}號店`, verdict: { text: '好吃'.repeat(100), sources: [1] } }),
    );
    const { altText } = messageOf(many);
    expect(altText.length).toBeLessThanOrEqual(400);
    for (let n = 0; n < 12; n++) expect(altText).toContain(`${n}號店：好吃`);
  });
});

test('a nasty name does not break out of its line', () => {
  const placeName = `"鼎"\n\u202E👨‍👩‍👧‍👦${'麵'.repeat(80)}`;
  const message = messageOf([report({ placeName })]);
  expect(message.altText).not.toMatch(/[\n\u202E]/);
  expect(message.altText).toMatch(/^"鼎" 👨‍👩‍👧‍👦麵+…：湯頭受稱讚/u);
});

test('whatever a report says, LINE can take its message', () => {
  const reports = fc.array(anyReport, { minLength: 1, maxLength: 12 });
  const page = fc.constantFrom(undefined, pageUrl, `https://hyoban.example/${'x'.repeat(970)}`);
  fc.assert(
    fc.property(reports, fc.constantFrom<Language>('zh-TW', 'ja', 'en'), page, (each, language, address) => {
      for (const { altText, contents } of messagesOf(each, language, address)) {
        expect(altText.length).toBeGreaterThan(0);
        expect(altText.length).toBeLessThanOrEqual(400);
        const bubbles = contents.type === 'carousel' ? contents.contents : [contents];
        for (const bubble of bubbles) expect(sizeBytes(bubble)).toBeLessThan(30_000);
        expect(sizeBytes(contents)).toBeLessThan(50_000);
        for (const text of allOf('text', contents)) expect(String(text).trim()).not.toBe('');
        expect(JSON.stringify(contents)).not.toMatch(/\\ud[89a-f]/i);
      }
    }),
    // Reports this large would be shrunk for hours.
    { numRuns: 60, endOnFailure: true },
  );
});

test('the barest form of twelve reports with the longest links fits', () => {
  const longest = {
    ...longReport,
    placeName: '麵'.repeat(200),
    mapsUri: `https://maps.example/?${'\\'.repeat(300)}`,
    praise: long(40),
  };
  const page = `https://hyoban.example/${'x'.repeat(970)}`;
  expect(
    sizeBytes(
      messageOf(
        Array.from({ length: 12 }, () => longest),
        'zh-TW',
        page,
      ).contents,
    ),
  ).toBeLessThan(50_000);
});
