import * as fc from 'fast-check';
import { reportMessages } from '../../src/report/flex.ts';
import { renderReportPage } from '../../src/report/page/index.ts';
import type { Comparison, Report } from '../../src/report/report.ts';
import { createMessageValidator } from '../../src/simulator/line/validation/messages.ts';
import type { Language } from '../../src/workflows/contract.ts';
import { anyComparison, anyReport, comparison, report, suits } from './report-samples.ts';

const pageUrl = 'https://hyoban.example/r/token';
const three = ['甲', '乙', '丙'].map((placeName) => report({ placeName }));
const compared = comparison(suits('家庭', 1, 2, 3), suits('約會', 0, 1));

type Input = { reports?: Report[]; compared?: Comparison; language?: Language };

function messagesOf({ reports = three, compared: found = compared, language = 'en' }: Input = {}) {
  return reportMessages({ reports, comparison: found, language, pageUrl }).map((message) => {
    if (message.type !== 'flex') throw new Error(`not Flex: ${message.type}`);
    return message;
  });
}

function carouselOf(input?: Input) {
  const [message] = messagesOf(input);
  if (message?.contents.type !== 'carousel') throw new Error('not a carousel');
  return { altText: message.altText, bubbles: message.contents.contents, contents: message.contents };
}

const sizeBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value), 'utf8');

function shownIn(value: unknown): string {
  const found: unknown[] = [];
  JSON.stringify(value, (key, member: unknown) => {
    if (key === 'text') found.push(member);
    return member;
  });
  return found.join('\n');
}

const long = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ text: `${n}${'很好吃，'.repeat(55)}`, sources: [1, 2, 3] }));

const page = (found?: Comparison, reports = three) =>
  renderReportPage({ reports, comparison: found, language: 'en', createdAtMs: 0 });

describe('in LINE', () => {
  test('a carousel is led by who should go where and why, with the source numbers of that place', () => {
    const { bubbles } = carouselOf();
    expect(bubbles).toHaveLength(4);
    const shown = shownIn(bubbles[0]);
    expect(shown).toContain('Which for whom\n3 restaurants compared');
    expect(shown).toContain('家庭 → 乙\n因為評論說家庭很滿意。\n\u2060［2,\u00A03］');
    expect(shown.indexOf('家庭 → 乙')).toBeLessThan(shown.indexOf('約會 → 甲'));
    expect(JSON.stringify(bubbles[0]?.footer)).toContain(pageUrl);
    expect(bubbles.slice(1).map((bubble) => /[甲乙丙]/.exec(shownIn(bubble.header))?.[0])).toEqual(['甲', '乙', '丙']);
  });

  test('the sources that it cites stand in the bubble of their place', () => {
    const bare = report({ ...emptySections, placeName: '甲', verdict: { text: '好。', sources: [1] } });
    const { bubbles } = carouselOf({ reports: [bare, report()], compared: comparison(suits('家庭', 0, 3)) });
    expect(shownIn(bubbles[1])).toContain('［3］ site3.example');
    expect(shownIn(bubbles[1])).not.toContain('［2］ site2.example');
  });

  test.each<[Language, string]>([
    ['zh-TW', '誰適合去哪家：家庭 → 乙、約會 → 甲 / 甲：湯頭受稱讚，但要排隊。 / 乙：'],
    ['ja', 'どんな人にどの店：家庭 → 乙、約會 → 甲 / 甲：湯頭受稱讚，但要排隊。 / 乙：'],
    ['en', 'Which for whom: 家庭 → 乙, 約會 → 甲 / 甲: 湯頭受稱讚，但要排隊。 / 乙: '],
  ])('the alternative text in %s stands alone and begins with it', (language, beginning) => {
    expect(carouselOf({ language }).altText.startsWith(beginning)).toBe(true);
  });

  test('the alternative text still names every place, however much is compared', () => {
    const many = Array.from({ length: 5 }, (_, n) => suits(`${n}${'帶小孩的家庭'.repeat(9)}`, n % 3, 1));
    const reports = ['甲', '乙', '丙'].map((name) =>
      report({ placeName: name.repeat(80), verdict: { text: '好吃'.repeat(100), sources: [1] } }),
    );
    const { altText } = carouselOf({ reports, compared: comparison(...many) });
    expect(altText.length).toBeLessThanOrEqual(400);
    for (const name of ['甲甲', '乙乙', '丙丙']) expect(altText).toContain(name);
  });

  test('three long names and long claims are shortened until the carousel fits', () => {
    const names = ['甲', '乙', '丙'].map((end) => `${'鼎泰豐信義旗艦店'.repeat(10)}${end}`);
    const reports = names.map((placeName) =>
      report({ placeName, praise: long(5), complaints: long(5), signatureDishes: long(5), tips: long(3) }),
    );
    const claims = Array.from({ length: 5 }, (_, n) => ({
      ...suits(`${n}${'人'.repeat(59)}`, n % 3, 1, 2, 3),
      text: '理由'.repeat(80),
    }));
    const { bubbles, contents } = carouselOf({ reports, compared: comparison(...claims) });
    expect(bubbles).toHaveLength(4);
    expect(sizeBytes(contents)).toBeLessThan(50_000);
    for (const bubble of bubbles) expect(sizeBytes(bubble)).toBeLessThan(30_000);
    for (let n = 0; n < 5; n++) expect(shownIn(bubbles[0])).toContain(`${n}人人`);
  });

  test('it takes the place of one bubble in a full carousel', () => {
    const many = Array.from({ length: 12 }, (_, n) => report({ placeName: `${n}號店` }));
    const types = messagesOf({ reports: many }).map(({ contents }) => contents);
    expect(types.map((contents) => (contents.type === 'carousel' ? contents.contents.length : 1))).toEqual([12, 1]);
  });

  test.each([
    ['of one report', [report()], compared],
    ['about places that are not there', three, comparison(suits('家庭', 7, 1))],
    ['about nobody', three, comparison(suits(' ', 0, 1))],
    ['without claims', three, comparison()],
  ])('a comparison %s leaves the messages as they are', (_name, reports, found) => {
    expect(messagesOf({ reports, compared: found })).toEqual(reportMessages({ reports, language: 'en', pageUrl }));
  });

  test('whatever is compared, LINE can take it', () => {
    const validators = [createMessageValidator('strict'), createMessageValidator('documented')];
    const reports = fc.array(anyReport, { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(reports, anyComparison, (each, found) => {
        const messages = messagesOf({ reports: each, compared: found });
        const body: unknown = JSON.parse(JSON.stringify({ messages }));
        for (const validate of validators) {
          const verdict = validate(body, {});
          expect(verdict.ok ? undefined : verdict.answer.body).toBeUndefined();
        }
        for (const { contents } of messages) expect(sizeBytes(contents)).toBeLessThan(50_000);
        expect(JSON.stringify(messages)).not.toMatch(/\\ud[89a-f]/i);
      }),
      // Reports this large would be shrunk for hours.
      { numRuns: 25, endOnFailure: true },
    );
  });
});

describe('on the page', () => {
  test('it stands before the reports, each claim with links to its place and to the sources of its place', () => {
    const html = page(compared);
    expect(html.indexOf('Which for whom')).toBeLessThan(html.indexOf('<article'));
    const section = /<section class="comparison"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
    expect(section).toContain('<strong dir="auto">家庭</strong>');
    expect(section).toContain('<a href="#r2"><bdi>乙</bdi></a>');
    const targets = Array.from(section.matchAll(/href="#([^"]+)"/g), ([, id]) => id);
    expect(targets).toEqual(['r2', 'r2-s2', 'r2-s3', 'r1', 'r1-s1']);
    for (const id of targets) expect(html).toContain(`id="${id}"`);
    const ids = Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('there is none without a second report or a claim', () => {
    for (const html of [page(), page(compared, [report()]), page(comparison())]) {
      expect(html).not.toContain('class="comparison"');
    }
  });

  test('text of others is escaped in it', () => {
    const attack = `"><script>alert('x')</script>`;
    const html = page(comparison({ ...suits(attack, 0, 1), text: attack }));
    expect(html).not.toMatch(/<script/i);
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
  });
});

const emptySections = {
  ...{ signatureDishes: [], praise: [], complaints: [], price: [], queue: [], suits: [], tips: [], disagreements: [] },
} satisfies Partial<Report>;
