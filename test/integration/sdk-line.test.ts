import { randomUUID } from 'node:crypto';
import { channelAccessToken, HTTPFetchError, LineBotClient, validateSignature } from '@line/bot-sdk';
import { pngHead } from '../support/line-api.ts';
import { clientOf, startLine, startWebhook, text, withButton } from '../support/line-simulator.ts';
import { unmatchedIn } from '../support/sdk-gemini.ts';

type Stage = Awaited<ReturnType<typeof startLine>>;

let stage: Stage;
let webhook: Awaited<ReturnType<typeof startWebhook>>;
beforeEach(async () => {
  webhook = await startWebhook();
  stage = await startLine({ webhookUrl: webhook.url });
});
afterEach(async () => {
  await stage.line.close();
  await webhook.close();
  expect(unmatchedIn(stage.journal)).toEqual([]);
});

test('a push is accepted once under its retry key; the repetition is a 409 that names the first request', async () => {
  const { bot, line } = stage;
  const key = randomUUID();
  const request = { to: line.userId, messages: [text('once'), withButton('a=1')] };
  const { httpResponse, body } = await bot.pushMessageWithHttpInfo(request, key);
  expect(httpResponse.status).toBe(200);
  expect(body.sentMessages.map((sent) => typeof sent.id)).toEqual(['string', 'string']);
  const refused = await bot.pushMessage(request, key).catch((error: unknown) => error);
  if (!(refused instanceof HTTPFetchError)) throw new Error(`expected an HTTPFetchError, got ${String(refused)}`);
  expect(refused.message).toBe('409 - Conflict');
  expect(refused.headers.get('x-line-accepted-request-id')).toBe(httpResponse.headers.get('x-line-request-id'));
  expect(JSON.parse(refused.body).sentMessages).toEqual(body.sentMessages);
});

test('the others that send take a retry key too', async () => {
  const { bot, line } = stage;
  const messages = [text('to all')];
  await bot.multicast({ to: [line.userId], messages }, randomUUID());
  await bot.broadcast({ messages }, randomUUID());
  const narrowcast = await bot.narrowcastWithHttpInfo({ messages }, randomUUID());
  expect(narrowcast.httpResponse.status).toBe(202);
  const requestId = narrowcast.httpResponse.headers.get('x-line-request-id') ?? '';
  expect(await bot.getNarrowcastProgress(requestId)).toMatchObject({ phase: 'succeeded', successCount: 1 });
  expect(line.chat(line.userId).items.map((item) => item.via)).toEqual(['multicast', 'broadcast', 'narrowcast']);
});

test('the SDK agrees with the signature of a known body', () => {
  const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
  const signature = 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=';
  expect(validateSignature(body, '8c570fa6dd201bb328f1c1eac23a96d8', signature)).toBe(true);
  expect(validateSignature(`${body} `, '8c570fa6dd201bb328f1c1eac23a96d8', signature)).toBe(false);
});

test('an event is signed for the SDK and answered with its token, once', async () => {
  const { bot, line } = stage;
  await line.act({ userId: line.userId, type: 'text', text: 'ramen' });
  const [delivery] = webhook.received;
  const signature = String(delivery?.headers['x-line-signature']);
  expect(validateSignature(delivery?.body ?? '', line.channelSecret, signature)).toBe(true);
  const [{ replyToken }] = webhook.events();
  const answered = await bot.replyMessageWithHttpInfo({ replyToken, messages: [text('noodles')] });
  expect(answered.httpResponse.status).toBe(200);
  expect(answered.body.sentMessages).toHaveLength(1);
  await expect(bot.replyMessage({ replyToken, messages: [text('again')] })).rejects.toMatchObject({ status: 400 });
});

test('the loading animation is a 202', async () => {
  const { bot, line } = stage;
  const shown = await bot.showLoadingAnimationWithHttpInfo({ chatId: line.userId, loadingSeconds: 30 });
  expect(shown).toMatchObject({ httpResponse: { status: 202 }, body: {} });
});

test('what a person sent comes as a stream', async () => {
  const { bot, line } = stage;
  await line.act({ userId: line.userId, type: 'image' });
  const [{ message }] = webhook.events();
  const chunks: Buffer[] = [];
  for await (const chunk of await bot.getMessageContent(message.id)) chunks.push(Buffer.from(chunk));
  expect(Buffer.concat(chunks).subarray(1, 4).toString()).toBe('PNG');
});

test('a stateless token sends until its fifteen minutes are over', async () => {
  const { line, clock } = stage;
  const issuer = new channelAccessToken.ChannelAccessTokenClient({ baseURL: line.url });
  const issued = await issuer.issueStatelessChannelTokenByClientSecret(line.channelId, line.channelSecret);
  expect(issued).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
  const bot = clientOf(line.url, issued.access_token);
  const request = { to: line.userId, messages: [text('hi')] };
  await expect(bot.pushMessage(request)).resolves.toMatchObject({ sentMessages: [{ id: expect.any(String) }] });
  await clock.advance(900_000);
  await expect(bot.pushMessage(request)).rejects.toMatchObject({ status: 401 });
});

const menu = (name: string) => ({
  size: { width: 2500, height: 843 },
  selected: true,
  name,
  chatBarText: 'Menu',
  areas: [
    { bounds: { x: 0, y: 0, width: 2500, height: 843 }, action: { type: 'message' as const, label: 'a', text: 'a' } },
  ],
});

test('a rich menu gets its image, becomes the default, and goes', async () => {
  const { bot } = stage;
  const { richMenuId } = await bot.createRichMenu(menu('first'));
  const png = pngHead(2500, 843);
  await bot.setRichMenuImage(richMenuId, png);
  await bot.setDefaultRichMenu(richMenuId);
  expect(await bot.getDefaultRichMenuId()).toEqual({ richMenuId });
  const chunks: Buffer[] = [];
  for await (const chunk of await bot.getRichMenuImage(richMenuId)) chunks.push(Buffer.from(chunk));
  expect(Buffer.concat(chunks)).toEqual(Buffer.from(await png.arrayBuffer()));
  expect((await bot.getRichMenuList()).richmenus).toMatchObject([{ richMenuId, name: 'first' }]);
  await bot.deleteRichMenu(richMenuId);
  await expect(bot.getRichMenu(richMenuId)).rejects.toMatchObject({ status: 404 });
});

test('an alias stands for a rich menu that can be changed', async () => {
  const { bot } = stage;
  const richMenuAliasId = 'tab-a';
  const made = async (name: string) => {
    const { richMenuId } = await bot.createRichMenu(menu(name));
    await bot.setRichMenuImage(richMenuId, pngHead(2500, 843));
    return richMenuId;
  };
  const [first, second] = [await made('first'), await made('second')];
  await bot.createRichMenuAlias({ richMenuAliasId, richMenuId: first });
  await expect(bot.createRichMenuAlias({ richMenuAliasId, richMenuId: first })).rejects.toMatchObject({ status: 400 });
  await bot.updateRichMenuAlias(richMenuAliasId, { richMenuId: second });
  expect(await bot.getRichMenuAlias(richMenuAliasId)).toEqual({ richMenuAliasId, richMenuId: second });
  expect((await bot.getRichMenuAliasList()).aliases).toEqual([{ richMenuAliasId, richMenuId: second }]);
  await bot.deleteRichMenuAlias(richMenuAliasId);
  await expect(bot.getRichMenuAlias(richMenuAliasId)).rejects.toMatchObject({ status: 404 });
});

test('a client without a token is refused before any request', () => {
  expect(() => LineBotClient.fromChannelAccessToken({ channelAccessToken: '' })).toThrow(TypeError);
});
