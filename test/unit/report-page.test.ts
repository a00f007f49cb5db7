import { createHash } from 'node:crypto';
import { renderNoticePage, renderReportPage, reportPageHeaders } from '../../src/report/page/index.ts';
import type { Report } from '../../src/report/report.ts';
import { report } from './report-samples.ts';

const createdAtMs = Date.UTC(2026, 0, 2, 4, 5);
const page = (parts: Partial<Report> = {}) =>
  renderReportPage({ reports: [report(parts)], language: 'zh-TW', createdAtMs });
const policyOf = (reports: Report[]) => reportPageHeaders(reports)['content-security-policy'] ?? '';

/** Text as the browser reads it out of an attribute or an element. */
const unescaped = (text: string) =>
  text.replaceAll(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
  );

const srcdocsOf = (html: string) => Array.from(html.matchAll(/srcdoc="([^"]*)"/g), ([, each = '']) => unescaped(each));

describe('the report page', () => {
  test('shows every claim with a link to each of its sources', () => {
    const html = page();
    for (const text of ['湯頭受稱讚，但要排隊。', '紅燒牛肉麵湯頭濃郁。', '平日下午人少。', '辣度看法不一。']) {
      expect(html).toContain(text);
    }
    const targets = Array.from(html.matchAll(/href="#([^"]+)"/g), ([, id]) => id);
    expect(targets).toHaveLength(14);
    for (const id of targets) expect(html).toContain(`id="${id}"`);
  });

  test('lists each source with its title, its redirect link and how often it is cited', () => {
    const html = page();
    for (const { uri, title, number } of report().sources) {
      expect(html).toContain(
        `<li id="r1-s${number}" value="${number}"><a href="${uri}" rel="noreferrer noopener nofollow"><bdi>${title}</bdi></a>`,
      );
    }
    expect(html).toContain('引用 6 次');
  });

  test('shows the Search Suggestions unmodified in a frame without scripts', () => {
    const html = page();
    expect(srcdocsOf(html)).toHaveLength(1);
    expect(srcdocsOf(html)[0]).toContain(report().searchSuggestionsHtml);
    expect(html).toMatch(/sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    expect(page({ searchSuggestionsHtml: undefined })).not.toContain('<iframe');
  });

  test('attributes the place to Google Maps, not translated', () => {
    expect(page()).toMatch(
      /<a class="maps" translate="no" href="https:\/\/maps\.google\.com\/\?cid=123"[^>]*>Google Maps<\/a>/,
    );
  });

  test('says when it was made, in the language and time zone of the reader', () => {
    expect(page()).toContain(
      '<time datetime="2026-01-02T04:05:00.000Z">整理時間：2026年1月2日 中午12:05（台灣時間）</time>',
    );
    const inJapanese = renderReportPage({ reports: [report()], language: 'ja', createdAtMs });
    expect(inJapanese).toContain('作成：2026年1月2日 13:05（日本時間）');
    expect(inJapanese).toContain('<html lang="ja">');
  });

  test('of several places lists them first and keeps their sources apart', () => {
    const reports = ['甲', '乙'].map((placeName) => report({ placeName }));
    const html = renderReportPage({ reports, language: 'zh-TW', createdAtMs });
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).toMatch(/<nav [^>]*>[\s\S]*href="#r1"><bdi>甲<[\s\S]*href="#r2"><bdi>乙<[\s\S]*<\/nav>/);
    for (const names of [/ id="([^"]+)"/g, /<iframe [^>]*title="([^"]+)"/g]) {
      const all = Array.from(html.matchAll(names), ([, name]) => name);
      expect(all.length).toBeGreaterThan(1);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  test('needs no script and stays small', () => {
    expect(page()).not.toMatch(/<script|javascript:| on\w+=/i);
    expect(Buffer.byteLength(page())).toBeLessThan(50_000);
  });
});

describe('a link that is passed on', () => {
  const pages = [page(), renderNoticePage({ language: 'en', kind: 'expired' })];

  test('shows the name of the product and nothing of the report', () => {
    for (const html of pages) {
      const tags = Array.from(html.matchAll(/<meta [^>]*>/g), ([tag]) => tag);
      expect(tags.filter((tag) => /property=|name="(twitter|description|author|title|image)/.test(tag))).toEqual([
        '<meta property="og:title" content="評判 Hyoban">',
      ]);
      expect(html).not.toMatch(/<link|itemprop|ld\+json/i);
    }
  });
});

describe('text of others', () => {
  const attack = `"><script>alert('x')</script>&amp;`;
  const claim = { text: attack, sources: [1] };

  test('is escaped wherever it stands', () => {
    const html = renderReportPage({
      reports: ['a', 'b'].map((name) =>
        report({
          placeName: name + attack,
          verdict: claim,
          praise: [claim],
          sources: [{ number: 1, uri: `https://a.example/${attack}`, title: attack }],
        }),
      ),
      language: 'en',
      createdAtMs,
    });
    expect(html).not.toMatch(/<script/i);
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;');
  });

  test('is no link unless it is of the web', () => {
    const html = page({
      mapsUri: 'javascript:alert(1)',
      sources: [{ number: 1, uri: 'data:text/html,x', title: 'a' }],
    });
    expect(html).not.toContain('Google Maps');
    expect(html).not.toMatch(/href="(?!#|https:)/);
  });

  test('in other directions stays in its own element', () => {
    const html = page({ placeName: '\u202Eמסעדה "טובה"', praise: [{ text: 'מצוין', sources: [1] }] });
    expect(html).toContain('<h1><bdi>מסעדה &quot;טובה&quot;</bdi></h1>');
    expect(html).toContain('<span dir="auto">מצוין</span>');
  });

  test('in the suggestions does not leave the frame', () => {
    const html = page({ searchSuggestionsHtml: `"></iframe>${attack}` });
    expect(html).not.toMatch(/<script/i);
    expect(srcdocsOf(html)[0]).toContain(`"></iframe>${attack}`);
  });
});

describe('the headers', () => {
  test('keep the page out of caches, indexes, frames and referrers', () => {
    expect(reportPageHeaders()).toMatchObject({
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('allow nothing but the styles: no script, picture, font, frame of elsewhere, form or base address', () => {
    for (const reports of [[], [report()]]) {
      const rules = policyOf(reports)
        .split('; ')
        .map((rule) => rule.replaceAll(/'sha256-[\w+/]{43}='/g, 'HASH'));
      expect(rules.filter((rule) => !/^style-src( HASH)+$/.test(rule))).toEqual([
        "default-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ]);
    }
  });

  test('allow the styles of the page and of its suggestions by hash and no other', () => {
    const html = page();
    const all = [html, ...srcdocsOf(html)].flatMap((each) =>
      Array.from(each.matchAll(/<style>([\s\S]*?)<\/style>/g), ([, style = '']) => style),
    );
    const hashes = all.map((style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(hashes).toHaveLength(3);
    expect(policyOf([report()])).toContain(`style-src ${hashes.join(' ')};`);
    expect(policyOf([report()])).not.toContain('unsafe');
  });

  test('allow style attributes only when the suggestions have some', () => {
    const withAttribute = report({ searchSuggestionsHtml: '<div class="a" style="color:red">x</div>' });
    expect(policyOf([withAttribute])).toContain("style-src-attr 'unsafe-inline'");
  });

  test('cannot be broken by what the suggestions say', () => {
    const odd = report({ searchSuggestionsHtml: '<style>a{}\r\n; script-src *</style>' });
    expect(policyOf([odd])).not.toMatch(/script-src|[\r\n]/);
  });
});

describe('a notice', () => {
  test.each([
    ['not-found', 'There is no such report'],
    ['not-ready', 'The report is being made'],
    ['expired', 'This report has expired'],
    ['away', 'The report cannot be shown right now'],
    ['too-many', 'One moment, please'],
    ['went-wrong', 'Something went wrong'],
  ] as const)('%s says "%s"', (kind, title) => {
    const html = renderNoticePage({ language: 'en', kind });
    expect(html).toContain(`<h1>${title}</h1>`);
    expect(html).toContain('noindex');
  });

  test('has no link and does not reload by itself', () => {
    for (const kind of ['not-found', 'not-ready', 'expired', 'away', 'too-many', 'went-wrong'] as const)
      expect(renderNoticePage({ language: 'ja', kind })).not.toMatch(/http-equiv|href=/);
  });
});
