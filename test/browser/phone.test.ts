import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { LineBotClient, type messagingApi, validateSignature, type webhook } from '@line/bot-sdk';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createClock } from '../../src/simulator/core/clock.ts';
import { createJournal } from '../../src/simulator/core/journal.ts';
import type { LineSimulator } from '../../src/simulator/line/simulator.ts';
import { startLineSimulator } from '../../src/simulator/line/start.ts';
import { startPhone } from '../../src/simulator/phone/start.ts';

const executablePath = '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser) process.stderr.write(`skipped: the phone page is not tested, there is no ${executablePath}\n`);

const fruits: messagingApi.TextMessage = {
  type: 'text',
  text: 'Which fruit?',
  quickReply: {
    items: [
      { type: 'action', action: { type: 'postback', label: 'Apple', data: 'apple', displayText: 'An apple, please' } },
      { type: 'action', action: { type: 'location', label: 'Where I am' } },
    ],
  },
};

const card: messagingApi.FlexMessage = {
  type: 'flex',
  altText: 'An apple',
  contents: {
    type: 'bubble',
    body: {
      type: 'box',
      layout: 'vertical',
      contents: [
        { type: 'text', text: 'Apple', weight: 'bold', size: 'xl', color: '#aa0000', wrap: true },
        { type: 'text', text: '<img src=x onerror=alert(1)>', wrap: true },
      ],
    },
    footer: {
      type: 'box',
      layout: 'vertical',
      contents: [
        { type: 'button', style: 'primary', action: { type: 'postback', label: 'Eat', data: 'eat' } },
        { type: 'button', action: { type: 'uri', label: 'Read', uri: 'https://example.org/apple' } },
      ],
    },
  },
};

/** A bot of a few lines; a location is answered only once `release` has been called. */
async function startBot(line: LineSimulator): Promise<{ server: Server; release: () => void }> {
  const client = LineBotClient.fromChannelAccessToken({
    channelAccessToken: line.channelAccessToken,
    apiBaseURL: line.url,
    dataApiBaseURL: line.url,
  });
  const gate = new EventEmitter();
  const released = once(gate, 'release');

  async function answer(event: webhook.Event): Promise<void> {
    if (event.type === 'postback' && event.replyToken) {
      const message = event.postback.data === 'apple' ? card : { type: 'text' as const, text: 'Eaten.' };
      await client.replyMessage({ replyToken: event.replyToken, messages: [message] });
    }
    if (event.type !== 'message' || !event.replyToken) return;
    if (event.message.type === 'text') await client.replyMessage({ replyToken: event.replyToken, messages: [fruits] });
    if (event.message.type !== 'location' || event.source?.type !== 'user') return;
    await client.showLoadingAnimation({ chatId: event.source.userId ?? '', loadingSeconds: 60 });
    await released;
    const text = `You are at ${event.message.latitude}, ${event.message.longitude}.`;
    await client.pushMessage({ to: event.source.userId ?? '', messages: [{ type: 'text', text }] });
  }

  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const signature = String(request.headers['x-line-signature']);
      const isGenuine = validateSignature(body, line.channelSecret, signature);
      response.writeHead(isGenuine ? 200 : 401).end();
      const callback: webhook.CallbackRequest = JSON.parse(body.toString());
      if (isGenuine) for (const event of callback.events) await answer(event);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  line.setWebhookUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`);
  return { server, release: () => void gate.emit('release') };
}

async function start() {
  const journal = createJournal();
  const line = await startLineSimulator({ port: 0, clock: createClock(), journal, seed: 1 });
  const bot = await startBot(line);
  const phone = await startPhone({ port: 0, line, journal });
  return { line, bot, phone };
}

(hasBrowser ? describe : describe.skip)('the phone page', () => {
  let browser: Browser;
  let page: Page;
  let setup: Awaited<ReturnType<typeof start>>;
  let pageErrors: Error[];

  beforeAll(async () => {
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath, args });
  });

  afterAll(async () => {
    await browser.close();
  });

  beforeEach(async () => {
    setup = await start();
    page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    page.setDefaultTimeout(15_000);
    pageErrors = [];
    page.on('pageerror', (error) => pageErrors.push(error));
    await page.goto(setup.phone.url);
  });

  afterEach(async () => {
    await page.close();
    setup.bot.server.close();
    await setup.phone.close();
    await setup.line.close();
    expect(pageErrors).toEqual([]);
  });

  const messages = () => page.getByRole('log', { name: 'Messages' });
  const quickReplies = () => page.getByRole('group', { name: 'Quick replies' });

  async function say(text: string) {
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.keyboard.press('Enter');
  }

  test('a tapped quick reply vanishes and shows its display text', async () => {
    await say('hello');
    await quickReplies().getByRole('button', { name: 'Apple' }).click();
    await messages().getByText('An apple, please').waitFor();

    await quickReplies().waitFor({ state: 'hidden' });
    expect(await messages().getByText('Which fruit?').count()).toBe(1);
  });

  test('a Flex bubble keeps its buttons, opens links in a new tab and shows markup as text', async () => {
    await say('hello');
    await quickReplies().getByRole('button', { name: 'Apple' }).click();
    const bubble = messages().getByRole('group', { name: 'An apple' });
    await bubble.getByRole('button', { name: 'Eat' }).click();
    await messages().getByText('Eaten.').waitFor();

    const link = bubble.getByRole('link', { name: 'Read' });
    expect(await link.getAttribute('href')).toBe('https://example.org/apple');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await bubble.getByText('<img src=x onerror=alert(1)>').count()).toBe(1);
    expect(await bubble.getByRole('button', { name: 'Eat' }).isVisible()).toBe(true);
  });

  test('a shared place reaches the bot, with dots until it answers', async () => {
    await page.getByRole('button', { name: 'Send a location' }).click();
    await page.getByRole('button', { name: 'Osaka Namba' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    const dots = messages().getByRole('img', { name: 'is working' });
    await dots.waitFor();
    setup.bot.release();
    await messages().getByText('You are at 34.6661, 135.5003.').waitFor();

    expect(await dots.count()).toBe(0);
    expect(await messages().getByText('大阪府大阪市中央区難波').count()).toBe(1);
  });

  test('a location quick reply opens the map, where a click chooses the point', async () => {
    setup.bot.release();
    await say('hello');
    await quickReplies().getByRole('button', { name: 'Where I am' }).click();
    const map = page.getByRole('application', { name: 'Map' });
    const box = await map.boundingBox();
    await map.click({ position: { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 4 } });

    expect(Number(await page.getByLabel('Latitude').inputValue())).toBeCloseTo(45, -1);
    expect(Number(await page.getByLabel('Longitude').inputValue())).toBeCloseTo(0, -1);
  });

  test('typed coordinates are sent as they are', async () => {
    setup.bot.release();
    await page.getByRole('button', { name: 'Send a location' }).click();
    await page.getByLabel('Latitude').fill('-12.5');
    await page.getByLabel('Longitude').fill('7.25');
    await page.keyboard.press('Enter');

    await messages().getByText('You are at').waitFor();

    expect(await messages().getByText('You are at -12.5, 7.25.').count()).toBe(1);
  });

  test('a new person has an empty chat in their own language', async () => {
    await say('hello');
    await messages().getByText('Which fruit?').waitFor();
    await page.getByLabel('Whose phone').selectOption('Add a person…');
    await page.getByLabel('Language').fill('ja');
    await page.getByLabel('Name').fill('さくら');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await messages().getByText('Which fruit?').waitFor({ state: 'detached' });

    expect(setup.line.users()).toEqual([
      expect.objectContaining({ userId: setup.line.userId }),
      expect.objectContaining({ displayName: 'さくら', language: 'ja', friendship: 'friend' }),
    ]);
  });

  test('what a blocked bot sends is shown as not delivered, and its buttons do not work', async () => {
    await page.getByRole('button', { name: 'Block' }).click();
    await page.getByRole('button', { name: 'Unblock' }).waitFor();
    const client = LineBotClient.fromChannelAccessToken({
      channelAccessToken: setup.line.channelAccessToken,
      apiBaseURL: setup.line.url,
    });
    await client.pushMessage({ to: setup.line.userId, messages: [card] });
    await messages().getByText('Not delivered').waitFor();

    expect(await messages().getByText('Apple').count()).toBe(1);
    expect(await messages().locator('[inert]').getByRole('button', { name: 'Eat' }).count()).toBe(1);
  });

  test('an unsent message is gone from the chat', async () => {
    await say('a secret');
    await messages().getByText('Which fruit?').waitFor();
    await messages().getByText('a secret').hover();
    await messages().getByRole('button', { name: 'Unsend this message' }).click();
    await messages().getByText('You unsent a message.').waitFor();

    expect(await messages().getByText('a secret').count()).toBe(0);
  });

  test('the page says so when the webhook does not reach the bot', async () => {
    setup.bot.server.close();
    await say('hello');
    const toast = page.getByRole('status').locator('p');
    await toast.waitFor();

    expect(await toast.textContent()).toBe('The bot did not hear of this: its webhook could not be reached.');
  });

  test('the journal shows each call as it comes, and bodies when it is opened', async () => {
    await say('hello');
    const entries = page.getByRole('list', { name: 'Journal entries' });
    const reply = entries.getByRole('listitem').filter({ hasText: 'POST reply' });
    await reply.getByText('POST reply').click();
    await reply.getByText('"text": "Which fruit?"').waitFor();

    expect(await reply.getByText('200', { exact: true }).count()).toBe(1);
    expect(await entries.getByRole('listitem').filter({ hasText: 'LINE → bot' }).count()).toBe(1);
  });
});
