import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, keepPicture, openPage, phoneOn, startBrowser, testTimeoutMs } from './support/browser.ts';
import { card, carousel, type SmallBot, startSmallBot } from './support/small-bot.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Faults of accessibility that are serious or worse, each with the elements that have it. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axeSource });
  const results: axe.AxeResults = await page.evaluate('axe.run()');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    );
}

jest.setTimeout(testTimeoutMs);

describeInBrowser('the phone page', () => {
  let browser: Browser;
  let bot: SmallBot;

  beforeAll(async () => {
    browser = await startBrowser();
    bot = await startSmallBot();
    bot.line.addUser({ displayName: '美玲', language: 'zh-TW' });
    await bot.client.pushMessage({ to: bot.line.userId, messages: [card, carousel] });
    await bot.line.act({ userId: bot.line.userId, type: 'location', latitude: 25, longitude: 121.5, title: '信義區' });
    await bot.line.act({ userId: bot.line.userId, type: 'text', text: 'hello' });
  });

  afterAll(async () => {
    await browser.close();
    await bot.stop();
  });

  test.each([
    ['light', 1440, 900],
    ['dark', 1280, 800],
    ['dark', 390, 844],
  ] as const)('has no serious fault of accessibility, %s, %i by %i', async (colorScheme, width, height) => {
    const options = { colorScheme, viewport: { width, height }, bypassCSP: true };
    const { page, troubles } = await openPage(browser, bot.phoneUrl, options);
    const phone = phoneOn(page, 1);
    await phone.messages.getByText('Which fruit?').waitFor();
    await keepPicture(page, `page-${width}-${colorScheme}`);
    const faults = await seriousFaults(page);
    await phone.root.getByRole('button', { name: 'Send a location' }).click();
    faults.push(...(await seriousFaults(page)));
    await page.keyboard.press('Escape');
    if (width < 760) {
      for (const view of ['Timeline', 'Break it']) {
        await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
        faults.push(...(await seriousFaults(page)));
      }
    }
    expect(faults).toEqual([]);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test.each([
    [1440, 900],
    [1280, 800],
    [900, 900],
    [390, 844],
  ])('fits into %i by %i without scrolling as a whole', async (width, height) => {
    const { page } = await openPage(browser, bot.phoneUrl, { viewport: { width, height } });
    await phoneOn(page, 1).messages.getByText('Which fruit?').waitFor();
    const root = 'document.documentElement';
    const size = await page.evaluate(`[${root}.scrollWidth, ${root}.scrollHeight]`);
    expect(size).toEqual([width, height]);
    const phones = await page.getByRole('region', { name: /^Phone/ }).count();
    expect(phones).toBe(width >= 1180 ? 2 : 1);
    await page.close();
  });

  test('on a narrow window the tabs show one thing at a time, the chat first', async () => {
    const { page } = await openPage(browser, bot.phoneUrl, { viewport: { width: 390, height: 844 } });
    const tabs = page.getByRole('navigation', { name: 'Views' });
    await phoneOn(page, 1).messages.getByText('Which fruit?').waitFor();
    await tabs.getByRole('button', { name: 'Chat 2' }).click();
    await phoneOn(page, 2).root.getByText('Share where you are').waitFor();
    expect(await phoneOn(page, 1).root.isVisible()).toBe(false);
    await tabs.getByRole('button', { name: 'Timeline' }).click();
    await page.getByText('Alex wrote “hello”').waitFor();
    await tabs.getByRole('button', { name: 'Break it' }).click();
    await page.getByText('Each push counts against').filter({ visible: true }).waitFor();
    await page.close();
  });

  test('the story goes by keyboard alone: location, tap, switch', async () => {
    const { page } = await openPage(browser, bot.phoneUrl);
    const phone = phoneOn(page, 1);
    await phone.root.getByRole('button', { name: 'Send a location' }).press('Enter');
    await page.getByRole('searchbox', { name: 'Search a place' }).fill('Gion');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Share this location' }).press('Enter');
    await phone.messages.getByText('祇園').waitFor();
    await phone.messages.getByRole('button', { name: 'Eat' }).press('Enter');
    await phone.messages.getByText('Eaten.').waitFor();
    const quota = page.getByRole('group', { name: 'LINE quota' });
    await quota.getByRole('radio', { name: 'enough' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('LINE refuses every push with 429.').filter({ visible: true }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.close();
    expect(bot.line.quota()).toMatchObject({ limit: 200 });
  });

  test('the journal shows each call as it comes, and bodies when it is opened', async () => {
    const { page } = await openPage(browser, bot.phoneUrl);
    await page.getByRole('button', { name: 'Journal' }).click();
    const entries = page.getByRole('list', { name: 'Journal entries' });
    const replies = entries.getByRole('listitem').filter({ hasText: 'POST reply' });
    await replies.first().waitFor();
    const before = await replies.count();
    await phoneOn(page, 1).say('hello again');
    await replies.nth(before).waitFor();
    const reply = replies.first();
    await reply.getByText('POST reply').click();
    await reply.getByText('"text": "Which fruit?"').waitFor();

    expect(await reply.getByText('200', { exact: true }).count()).toBe(1);
    expect(await entries.getByRole('listitem').filter({ hasText: 'LINE → bot' }).count()).toBeGreaterThan(0);
    await page.close();
  });
});
