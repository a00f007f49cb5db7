import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { present } from '../support/person.ts';
import { describeInBrowser, openPage, startBrowser } from './support/browser.ts';
import { type ReportPages, startReportPages } from './support/report-pages.ts';
import { hostileReport, sampleComparison, sampleReports } from './support/report-samples.ts';

const languages = ['zh-TW', 'ja', 'en'] as const;
const schemes = ['light', 'dark'] as const;
const widths = [360, 1280] as const;
/** Every look in the densest script; in the others each colour scheme and each width once. */
const looks = languages.flatMap((language) =>
  schemes.flatMap((colorScheme) =>
    widths
      .filter((width) => language === 'zh-TW' || (colorScheme === 'light') === (width === 360))
      .map((width) => ({ language, colorScheme, width })),
  ),
);

const pictures = 'test-output/browser';

/** What axe-core finds, also of its rules for good practice; the frame shows what Google wrote. */
async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const options = { iframes: false, rules: { 'target-size': { enabled: true } } };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const overflowPx = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Links that a finger misses: across or up and down its middle, one does not take the tap for 44 px. */
const missedLinks = (page: Page) =>
  page.evaluate<string[]>(`[...document.links].filter((link) => {
    link.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { left, top, width, height } = link.getClientRects()[0];
    const takesTap = (right, down) =>
      link.contains(document.elementFromPoint(left + width / 2 + right, top + height / 2 + down));
    const reachPx = (right, down) => {
      // In steps as far as that goes, pixel by pixel from there.
      let px = [5, 10, 15, 20].every((step) => takesTap(step * right, step * down)) ? 20 : 0;
      while (px < 44 && takesTap((px + 1) * right, (px + 1) * down)) px += 1;
      return px;
    };
    const [acrossPx, highPx] = [reachPx(-1, 0) + 1 + reachPx(1, 0), reachPx(0, -1) + 1 + reachPx(0, 1)];
    return !takesTap(0, 0) || acrossPx < 44 || highPx < 44;
  }).map((link) => link.outerHTML)`);

async function keepWholePicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true, animations: 'disabled' });
}

const lookOf = (colorScheme: 'light' | 'dark', width: number): BrowserContextOptions => ({
  colorScheme,
  viewport: { width, height: 800 },
});

describeInBrowser('the report page in a browser', () => {
  let browser: Browser;
  let pages: ReportPages;
  const one = new Map<string, string>();
  const three = new Map<string, string>();

  beforeAll(async () => {
    browser = await startBrowser();
    pages = await startReportPages();
    for (const language of languages) {
      const comparison = sampleComparison(language);
      one.set(language, await pages.finished({ language, reports: sampleReports(language, 1) }));
      three.set(language, await pages.finished({ language, reports: sampleReports(language, 3), comparison }));
    }
  });

  afterAll(async () => {
    await browser.close();
    await pages.stop();
  });

  test.each(looks)('is without fault in $language, $colorScheme, $width px wide', async (look) => {
    for (const [kind, addresses] of Object.entries({ one, three })) {
      const address = present(addresses.get(look.language));
      const { page, troubles } = await openPage(browser, `${address}#r1-s3`, lookOf(look.colorScheme, look.width));
      expect(await page.locator('html').getAttribute('lang')).toBe(look.language);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await overflowPx(page)).toBe(0);
      expect(await missedLinks(page)).toEqual([]);
      await keepWholePicture(page, `report-${kind}-${look.language}-${look.colorScheme}-${look.width}`);
      expect(troubles).toEqual([]);
      await page.context().close();
    }
  });

  test('is the same without JavaScript', async () => {
    const [withScripts, without] = await Promise.all(
      [true, false].map(async (javaScriptEnabled) => {
        const options = { ...lookOf('light', 360), javaScriptEnabled };
        const { page } = await openPage(browser, present(three.get('ja')), options);
        const text = await page.locator('body').innerText();
        const chips = await page.locator('iframe').first().contentFrame().locator('.chip').allTextContents();
        const heightPx = await page.evaluate<number>('document.documentElement.scrollHeight');
        await page.context().close();
        return { text, chips, heightPx };
      }),
    );
    expect(without).toEqual(withScripts);
    expect(without?.chips).toHaveLength(2);
  });

  test.each(languages)('comes in one answer of less than 50 KB in %s', async (language) => {
    for (const addresses of [one, three]) {
      const answer = await fetch(present(addresses.get(language)));
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBeLessThan(50_000);
    }
  });

  test('shows the Search Suggestions as Google wrote them, whole, in a frame without rights', async () => {
    const { page } = await openPage(browser, present(one.get('en')), lookOf('light', 360));
    const [report] = sampleReports('en', 1);
    const frame = page.locator('iframe');
    expect(await frame.getAttribute('srcdoc')).toContain(present(report?.searchSuggestionsHtml));
    expect(await frame.getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox');
    const inside = frame.contentFrame();
    expect(await inside.locator('.chip').allTextContents()).toEqual([
      'Harbour Noodles reviews',
      'Harbour Noodles what to order',
    ]);
    const look = 'getComputedStyle(document.querySelector(".chip")).borderRadius';
    expect(await present(page.frames()[1]).evaluate(look)).toBe('16px');
    const heights = 'innerHeight - document.querySelector(".container").getBoundingClientRect().bottom';
    expect(await present(page.frames()[1]).evaluate(heights)).toBeGreaterThanOrEqual(1);

    await page.context().route('https://www.google.com/**', (route) => route.fulfill({ body: 'a search' }));
    const [popup] = await Promise.all([page.waitForEvent('popup'), inside.locator('.chip').first().click()]);
    expect(popup.url()).toContain('https://www.google.com/search?q=Harbour%20Noodles%20reviews');
    await page.context().close();
  });

  test('leads from a claim to its source, and shows where the keyboard is', async () => {
    const { page } = await openPage(browser, present(three.get('en')), lookOf('dark', 360));
    await page.getByRole('link', { name: 'source 5', exact: true }).first().click();
    expect(await page.evaluate('document.querySelector(":target").value')).toBe(5);
    await page.keyboard.press('Tab');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).toBe('solid');
    await page.context().close();
  });

  test('holds text of others, however long and wicked, 320 px wide', async () => {
    let asked = 0;
    const elsewhere = createServer((_request, response) => {
      asked += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const wicked = hostileReport(`http://127.0.0.1:${port}/x.png`);
    for (const reports of [[wicked], [wicked, wicked]]) {
      const comparison = {
        claims: [
          { forWhom: wicked.placeName, placeIndex: 1, text: wicked.placeName, sources: [1, 2, 3, 4, 5, 6, 7, 8] },
        ],
        droppedClaims: 0,
      };
      const address = await pages.finished({ language: 'en', reports, comparison });
      const { page } = await openPage(browser, address, lookOf('light', 320));
      expect(await overflowPx(page)).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.title()).not.toBe('owned');
      await keepWholePicture(page, `report-hostile-${reports.length}`);
      await page.context().close();
    }
    elsewhere.close();
    expect(asked).toBe(0);
  });

  const notices = [
    ['zh-TW', '找不到這份報告', '報告還在整理中', '這份報告已經過期'],
    ['ja-JP', 'レポートが見つかりません', 'レポートを作成しています', 'レポートの保存期間が過ぎました'],
    ['en-GB', 'There is no such report', 'The report is being made', 'This report has expired'],
  ] as const;

  test.each(notices)('of no report says so kindly to a browser in %s', async (locale, unknown, running, expired) => {
    const tampered = present(one.get('en')).slice(0, -3);
    const expected = [
      { address: `${pages.url}/r/k1.nothing`, status: 404, title: unknown },
      { address: tampered, status: 404, title: unknown },
      { address: await pages.running(), status: 200, title: running },
      { address: pages.forgotten(), status: 410, title: expired },
    ];
    for (const [index, { address, status, title }] of expected.entries()) {
      expect((await fetch(address)).status).toBe(status);
      const scheme = index % 2 === 0 ? 'dark' : 'light';
      const { page, troubles } = await openPage(browser, address, { ...lookOf(scheme, 320), locale });
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
      expect(await page.getByRole('link').count()).toBe(0);
      expect(await overflowPx(page)).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await keepWholePicture(page, `notice-${locale}-${status}-${index}`);
      // The browser itself calls a status of 404 or 410 an error.
      expect(troubles.filter((trouble) => !trouble.includes(`status of ${status}`))).toEqual([]);
      await page.context().close();
    }
  });
});
