import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  describeInBrowser,
  keepPicture,
  openPage,
  type Phone,
  phoneOn,
  startBrowser,
  testTimeoutMs,
} from './support/browser.ts';
import { card, carousel, type SmallBot, startSmallBot } from './support/small-bot.ts';

jest.setTimeout(testTimeoutMs);

describeInBrowser('a chat on the phone page', () => {
  let browser: Browser;
  let page: Page;
  let phone: Phone;
  let bot: SmallBot;
  let troubles: string[];

  beforeAll(async () => {
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  beforeEach(async () => {
    bot = await startSmallBot();
    ({ page, troubles } = await openPage(browser, bot.phoneUrl));
    phone = phoneOn(page, 1);
  });

  afterEach(async () => {
    await page.close();
    await bot.stop();
    expect(troubles).toEqual([]);
  });

  test('a tapped quick reply vanishes and shows its display text', async () => {
    await phone.say('hello');
    await phone.quickReplies.getByRole('button', { name: 'Apple' }).click();
    await phone.messages.getByText('An apple, please').waitFor();

    await phone.quickReplies.waitFor({ state: 'hidden' });
    expect(await phone.messages.getByText('Which fruit?').count()).toBe(1);
  });

  test('a Flex bubble keeps its buttons, opens links in a new tab and shows markup as text', async () => {
    await phone.say('hello');
    await phone.quickReplies.getByRole('button', { name: 'Apple' }).click();
    const bubble = phone.messages.getByRole('group', { name: 'An apple' });
    await bubble.getByRole('button', { name: 'Eat' }).click();
    await phone.messages.getByText('Eaten.').waitFor();

    const link = bubble.getByRole('link', { name: 'Read' });
    expect(await link.getAttribute('href')).toBe('https://example.org/apple');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await bubble.getByText('<img src=x onerror=alert(1)>').count()).toBe(1);
    expect(await bubble.getByRole('button', { name: 'Eat' }).isVisible()).toBe(true);
  });

  test('a shared place reaches the bot, with dots until it answers', async () => {
    await phone.shareLocation('Osaka Namba');
    const dots = phone.messages.getByRole('img', { name: 'is working' });
    await dots.waitFor();
    bot.release();
    await phone.messages.getByText('You are at 34.6661, 135.5003.').waitFor();

    expect(await dots.count()).toBe(0);
    expect(await phone.messages.getByText('大阪府大阪市中央区難波').count()).toBe(1);
  });

  test('a place is found by its name in any spelling, and Enter takes the first one', async () => {
    bot.release();
    await phone.say('hello');
    await phone.quickReplies.getByRole('button', { name: 'Where I am' }).click();
    await page.getByRole('searchbox', { name: 'Search a place' }).fill('西門');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Share this location' }).click();

    await phone.messages.getByText('You are at 25.0421, 121.5075.').waitFor();
    expect(await phone.messages.getByText('西門町').count()).toBe(1);
  });

  test('a name that no place has is written to the bot instead', async () => {
    await phone.root.getByRole('button', { name: 'Send a location' }).click();
    await page.getByRole('searchbox', { name: 'Search a place' }).fill('Nowhere Town');
    await page.getByRole('button', { name: 'Write “Nowhere Town” to the bot' }).click();

    await phone.messages.getByText('Which fruit?').waitFor();
    expect(await phone.messages.getByText('Nowhere Town').count()).toBe(1);
  });

  test('the map is moved by pulling it and by arrow keys; typed coordinates are sent as they are', async () => {
    bot.release();
    await phone.root.getByRole('button', { name: 'Send a location' }).click();
    await phone.root.getByText('Coordinates').click();
    const longitude = async () => Number(await phone.root.getByLabel('Longitude').inputValue());
    const latitude = async () => Number(await phone.root.getByLabel('Latitude').inputValue());
    const map = page.getByRole('application', { name: 'Map' });
    await keepPicture(page, 'chat-map');
    await pull(page, map, { x: 200, y: 100 }, { x: 100, y: 100 });
    expect(await longitude()).toBeGreaterThan(121.5654);
    await map.press('ArrowUp');
    expect(await latitude()).toBeGreaterThan(25.033);
    await phone.root.getByLabel('Latitude').fill('-12.5');
    await phone.root.getByLabel('Longitude').fill('7.25');
    await page.keyboard.press('Enter');

    await phone.messages.getByText('You are at -12.5, 7.25.').waitFor();
  });

  test('a carousel is moved by keys, by its buttons and by pulling, and a pull is no tap', async () => {
    await bot.client.pushMessage({ to: bot.line.userId, messages: [carousel] });
    const strip = phone.messages.getByRole('group', { name: 'Five apples' });
    await strip.press('ArrowRight');
    const atSecond = await leftAtRest(strip, 0);
    await phone.messages.getByRole('button', { name: 'Earlier card' }).waitFor();
    await phone.messages.getByRole('button', { name: 'Next card' }).click();
    const atThird = await leftAtRest(strip, atSecond);
    expect(atThird).toBeGreaterThan(atSecond);
    await keepPicture(page, 'chat-carousel');
    await pull(page, strip, { x: 200, y: 30 }, { x: 60, y: 30 });
    expect(await leftAtRest(strip, atThird)).toBeGreaterThan(atThird);
    await phone.say('Was that a tap?');
    await phone.messages.getByText('Which fruit?').waitFor();
    expect(await phone.messages.getByText('Eaten.').count()).toBe(0);
    await strip.click({ position: { x: 60, y: 30 } });
    await phone.messages.getByText('Eaten.').waitFor();
  });

  test('a button in a carousel works by key after a pull that ended elsewhere', async () => {
    await bot.client.pushMessage({ to: bot.line.userId, messages: [carousel] });
    const strip = phone.messages.getByRole('group', { name: 'Five apples' });
    await pull(page, strip, { x: 200, y: 30 }, { x: 60, y: -40 });
    await strip.getByRole('button', { name: 'Bite 2' }).press('Enter');
    await phone.messages.getByText('Eaten.').waitFor();
    expect(await phone.messages.getByText('Eaten.').count()).toBe(1);
  });

  test('a message is marked as read once the bot has taken its webhook, and not before', async () => {
    bot.server.close();
    await phone.say('can you hear me?');
    await page.getByRole('status').locator('p').waitFor();
    expect(await phone.messages.getByText('Read', { exact: true }).count()).toBe(0);
    bot.line.setWebhookUrl(await takesEverything(bot));
    await phone.say('and now?');
    await phone.messages.getByText('Read', { exact: true }).first().waitFor();
  });

  test('a second person has a phone and a chat of their own, in which the bot has been added', async () => {
    await phone.say('hello');
    await phone.messages.getByText('Which fruit?').waitFor();
    const other = phoneOn(page, 2);
    await other.root.getByRole('button', { name: 'さくら (ja)' }).click();
    await other.messages.getByText('Added as a friend').waitFor();
    expect(await other.messages.getByText('Which fruit?').count()).toBe(0);
    expect(bot.line.users()).toEqual([
      expect.objectContaining({ userId: bot.line.userId }),
      expect.objectContaining({ displayName: 'さくら', language: 'ja', friendship: 'friend' }),
    ]);
  });

  test('in a group both members see what is written, and who has read it', async () => {
    const other = phoneOn(page, 2);
    await other.root.getByRole('button', { name: '美玲 (zh-TW)' }).click();
    await other.messages.getByText('Added as a friend').waitFor();
    await phone.root.getByLabel('Chat', { exact: true }).selectOption('New group…');
    await phone.root.getByLabel('Name of the group').fill('Lunch');
    await page.getByRole('button', { name: 'Create the group' }).click();
    await phone.messages.getByText('The bot has joined').waitFor();
    await phone.say('Where shall we eat?');
    await phone.messages.getByText('Where shall we eat?').waitFor();
    expect(await phone.messages.getByText('Read 1').count()).toBe(0);
    await other.root.getByLabel('Chat', { exact: true }).selectOption('Lunch');
    await other.messages.getByText('Where shall we eat?').waitFor();
    expect(await other.messages.getByText('Alex', { exact: true }).count()).toBe(1);
    await phone.messages.getByText('Read 1').waitFor();
    await other.say('牛肉麵！');
    await phone.messages.getByText('牛肉麵！').waitFor();
    await keepPicture(page, 'chat-group');
  });

  test('what a blocked bot sends is shown as not delivered, and its buttons do not work', async () => {
    await phone.root.getByRole('button', { name: 'Block' }).click();
    await phone.root.getByRole('button', { name: 'Unblock' }).waitFor();
    await bot.client.pushMessage({ to: bot.line.userId, messages: [card] });
    await phone.messages.getByText('Not delivered').waitFor();

    expect(await phone.messages.getByText('Apple').count()).toBe(1);
    expect(await phone.messages.locator('[inert]').getByRole('button', { name: 'Eat' }).count()).toBe(1);
  });

  test('an unsent message is gone from the chat', async () => {
    await phone.say('a secret');
    await phone.messages.getByText('Which fruit?').waitFor();
    await phone.messages.getByText('a secret').hover();
    await phone.messages.getByRole('button', { name: 'Unsend this message' }).click();
    await phone.messages.getByText('You unsent a message.').waitFor();

    expect(await phone.messages.getByText('a secret').count()).toBe(0);
  });

  test('the page says so when the webhook does not reach the bot', async () => {
    bot.server.close();
    await phone.say('hello');
    const toast = page.locator('#toasts p');
    await toast.waitFor();

    expect(await toast.textContent()).toBe('The bot did not hear of this: its webhook could not be reached.');
  });
});

/** Address of the bot's server, listening again. */
async function takesEverything({ server }: SmallBot): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The bot listens on no port');
  return `http://127.0.0.1:${address.port}/webhook`;
}

/** Where the strip rests once it has moved. Looked at from outside: the page's policy forbids what page.waitForFunction does. */
async function leftAtRest(strip: Locator, before: number): Promise<number> {
  for (let seen = before; ; ) {
    await sleep(100);
    const left = await strip.evaluate((element) => element.scrollLeft);
    if (left === seen && left !== before) return left;
    seen = left;
  }
}

type Point = { x: number; y: number };

/** Pulls with the mouse, between points in pixels from the corner of what is pulled. */
async function pull(page: Page, what: Locator, from: Point, to: Point): Promise<void> {
  const box = await what.boundingBox();
  if (!box) throw new Error('What is pulled has no place on the page');
  await page.mouse.move(box.x + from.x, box.y + from.y);
  await page.mouse.down();
  await page.mouse.move(box.x + to.x, box.y + to.y, { steps: 5 });
  await page.mouse.up();
}
