import * as fc from 'fast-check';
import { citedSources } from '../../src/report/cited-sources.ts';
import { reportMessages } from '../../src/report/flex.ts';
import { renderReportPage } from '../../src/report/page/index.ts';
import type { Comparison, Report } from '../../src/report/report.ts';
import { reportTexts } from '../../src/report/texts/index.ts';
import type { Language } from '../../src/workflows/contract.ts';
import { anyComparison, anyReport, comparison, report, suits } from './report-samples.ts';

const none = { signatureDishes: [], complaints: [], price: [], queue: [], suits: [], tips: [], disagreements: [] };
const sources = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    uri: `https://a.example/${index + 1}`,
    title: `site${index + 1}.example`,
  }));

/** Has `listed` sources of which its claims cite these. */
const citing = (listed: number, ...cited: number[]) =>
  report({ ...none, verdict: undefined, praise: [{ text: '好吃。', sources: cited }], sources: sources(listed) });

const numbersOf = (reports: Report[], compared?: Comparison) =>
  citedSources(reports, compared?.claims).map((each) => each.map(({ number, timesCited }) => [number, timesCited]));

describe('the sources that a report cites', () => {
  test('are those of its claims in the order of its list, with how many claims cite each', () => {
    const two = { ...citing(5, 4, 2), verdict: { text: '好。', sources: [4, 4] } };
    expect(numbersOf([two])).toEqual([
      [
        [2, 1],
        [4, 2],
      ],
    ]);
  });

  test('are also those that the comparison cites for its place, and no others', () => {
    const compared = comparison(suits('家庭', 1, 1, 3), suits('約會', 7, 2));
    expect(numbersOf([citing(3, 1), citing(3, 1)], compared)).toEqual([
      [[1, 1]],
      [
        [1, 2],
        [3, 1],
      ],
    ]);
  });

  test('leave out numbers that name no source and a second source of one number', () => {
    const twice = { ...citing(2, 1, 9), sources: [...sources(2), ...sources(2)] };
    expect(numbersOf([twice])).toEqual([[[1, 1]]]);
    expect(numbersOf([citing(0, 1)])).toEqual([[]]);
  });
});

type Shown = { counted: string; listed: number[]; texts: string[] };

/** What each article of the page says: its line with the count, and the numbers in its list. */
function onPage(reports: Report[], compared: Comparison | undefined, language: Language): Shown[] {
  const html = renderReportPage({ reports, comparison: compared, language, createdAtMs: 0 });
  return Array.from(html.matchAll(/<article [\s\S]*?<\/article>/g), ([article]) => ({
    counted: /<p class="facts">([^<]*)/.exec(article)?.[1] ?? '',
    listed: Array.from(article.matchAll(/<li id="r\d+-s(\d+)"/g), ([, number]) => Number(number)),
    texts: [],
  }));
}

/** The same of each bubble of a report. */
function inLine(reports: Report[], compared: Comparison | undefined, language: Language): Shown[] {
  const messages = reportMessages({ reports, comparison: compared, language, pageUrl: 'https://h.example/r/t' });
  const bubbles = messages.flatMap((message) => {
    if (message.type !== 'flex') throw new Error(`not Flex: ${message.type}`);
    return message.contents.type === 'carousel' ? message.contents.contents : [message.contents];
  });
  const shown = bubbles.map(({ header, body }) => {
    const texts = textsIn(body);
    const listed = texts.flatMap((text) => /^［(\d+)］ /.exec(text)?.[1] ?? []);
    return { counted: textsIn(header)[1] ?? '', listed: listed.map(Number), texts };
  });
  return shown.slice(shown.length - reports.length);
}

function textsIn(value: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(value, (key, member: unknown) => {
    if (key === 'text' && typeof member === 'string') found.push(member);
    return member;
  });
  return found;
}

const languages: Language[] = ['zh-TW', 'ja', 'en'];

describe('the number of sources', () => {
  test('on the page is that of the list, without the uncited and with those of the comparison', () => {
    const shown = onPage([citing(6, 1, 5), citing(3, 2)], comparison(suits('家庭', 1, 3)), 'en');
    expect(shown).toMatchObject([
      { counted: '2 sources', listed: [1, 5] },
      { counted: '2 sources', listed: [2, 3] },
    ]);
  });

  test('in LINE counts those of the comparison', () => {
    const shown = inLine([citing(6, 1, 5), citing(3, 2)], comparison(suits('家庭', 1, 3)), 'en');
    expect(shown).toMatchObject([
      { counted: '2 sources', listed: [1, 5] },
      { counted: '2 sources', listed: [2, 3] },
    ]);
  });

  test.each([
    ['zh-TW', '15 個來源', '還有 3 個'],
    ['ja', '出典15件', 'ほか3件'],
    ['en', '15 sources', 'and 3 more'],
  ] as const)('in %s is said with how many the bubble has no room for', (language, counted, more) => {
    const many = citing(15, ...sources(15).map(({ number }) => number));
    const [shown] = inLine([many], undefined, language);
    expect(shown?.counted).toBe(counted);
    expect(shown?.listed).toHaveLength(12);
    expect(shown?.texts).toContain(more);
    expect(shown?.texts).toContain(reportTexts(language).moreInFullReport);
  });

  test.each([
    ['zh-TW', '2 個來源，此處未列出'],
    ['ja', '出典2件（ここでは省略）'],
    ['en', '2 sources, not listed here'],
  ] as const)('in %s stands in place of a list for which there is no room', (language, instead) => {
    const long = Array.from({ length: 5 }, (_, n) => ({ text: `${n}${'很好吃，'.repeat(55)}`, sources: [1, 2] }));
    const longest = report({
      ...{ signatureDishes: long, praise: long, complaints: long, suits: long, tips: long, disagreements: long },
      sources: sources(2).map((source) => ({ ...source, uri: `${source.uri}${'x'.repeat(900)}` })),
    });
    const shown = inLine(
      Array.from({ length: 12 }, () => longest),
      undefined,
      language,
    );
    for (const { listed, texts } of shown) {
      expect(listed).toEqual([]);
      expect(texts).toContain(instead);
    }
  });

  test('is the number of those that are listed or said to be left out, whatever a report says', () => {
    const input = [fc.array(anyReport, { minLength: 1, maxLength: 3 }), anyComparison] as const;
    fc.assert(
      fc.property(...input, fc.constantFrom(...languages), (reports, compared, language) => {
        const { sourceCount, moreSources, sourcesNotListed } = reportTexts(language);
        for (const { counted, listed } of onPage(reports, compared, language)) {
          expect(counted).toBe(sourceCount(listed.length));
        }
        for (const { counted, listed, texts } of inLine(reports, compared, language)) {
          const total = Array.from({ length: 41 }, (_, count) => count).find((count) => sourceCount(count) === counted);
          const left = (total ?? Number.NaN) - listed.length;
          const said = listed.length > 0 ? moreSources(left) : sourcesNotListed(left);
          expect(texts.includes(said)).toBe(left > 0);
        }
      }),
      // Reports this large would be shrunk for hours.
      { numRuns: 30, endOnFailure: true },
    );
  });
});
