import { existsSync, mkdirSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
const pictures = 'test-output/browser';
/** Long enough for a machine that does other things too. */
const patienceMs = 45_000;
/** Limit of one test in the browser. */
export const testTimeoutMs = 90_000;

/** Like `describe`, but skipped with a visible line where there is no browser. */
export const describeInBrowser = hasBrowser ? describe : describe.skip;
if (!hasBrowser) process.stderr.write(`skipped: the phone page is not tested, there is no ${executablePath}\n`);

/** Starts Chromium; it asks the network for nothing. */
export async function startBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  return chromium.launch({ executablePath, args });
}

/** A page that keeps what went wrong in it. */
export type WatchedPage = {
  page: Page;
  /** Errors of scripts and of the console, and every address outside this machine that was asked. */
  troubles: string[];
};

/** Opens a page of its own at this address. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
  page.setDefaultTimeout(patienceMs);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:)/.test(request.url())) troubles.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  return { page, troubles };
}

/** Keeps a picture of the page as output of the tests. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, animations: 'disabled' });
}

/** One of the phones on the page. */
export function phoneOn(page: Page, number: 1 | 2) {
  const root = page.getByRole('region', { name: `Phone ${number}` });
  const messages = root.getByRole('log', { name: 'Messages' });
  return {
    root,
    messages,
    quickReplies: root.getByRole('group', { name: 'Quick replies' }),
    async say(text: string) {
      await root.getByRole('textbox', { name: 'Message' }).fill(text);
      await page.keyboard.press('Enter');
    },
    async shareLocation(place: string) {
      await root.getByRole('button', { name: 'Send a location' }).click();
      await page.getByRole('dialog').getByRole('button', { name: place }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Share this location' }).click();
    },
  };
}

/** The link under a report in English. */
export const reportIn = (phone: Phone): Locator => phone.messages.getByRole('link', { name: 'Read the full report' });

/** Taps the first restaurant in English. */
export async function tapFirst(phone: Phone): Promise<void> {
  await phone.messages.getByRole('button', { name: 'Read reviews' }).first().click();
}

/** A phone, as `phoneOn` finds it. */
export type Phone = ReturnType<typeof phoneOn>;

/** Steps of the timeline with this text, oldest first. */
export function stepsWith(page: Page, text: string | RegExp): Locator {
  return page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: text });
}
