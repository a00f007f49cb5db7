import { randomUUID } from 'node:crypto';
import { refusal, startLine, startWebhook, text } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;
let webhook: Awaited<ReturnType<typeof startWebhook>>;

beforeEach(async () => {
  webhook = await startWebhook();
  sim = await startLine({ webhookUrl: webhook.url });
});

afterEach(async () => {
  await sim.line.close();
  await webhook.close();
});

const quoting = (quoteToken: string) => ({ ...text('as you said'), quoteToken });
const push = (to: string, quoteToken: string) =>
  sim.bot.pushMessage({ to, messages: [text('1'), quoting(quoteToken)] });
const invalid = {
  status: 400,
  body: {
    message: 'A message (messages[1]) in the request body is invalid',
    details: [{ message: 'invalid quoteToken', property: 'quoteToken' }],
  },
};

async function tokenOfPerson(chatId = sim.line.userId): Promise<string> {
  await sim.line.act({ userId: sim.line.userId, chatId, type: 'text', text: 'hi' });
  return webhook.events().at(-1).message.quoteToken;
}

async function tokenOfBot(to = sim.line.userId): Promise<string> {
  const { sentMessages } = await sim.bot.pushMessage({ to, messages: [text('hello')] });
  return sentMessages[0]?.quoteToken ?? '';
}

test('messages of the person and of the bot can be quoted, again and again', async () => {
  const tokens = [await tokenOfPerson(), await tokenOfBot()];
  await sim.clock.advance(30 * 24 * 60 * 60 * 1000);
  for (const token of [...tokens, ...tokens]) await push(sim.line.userId, token);
  expect(sim.line.chat(sim.line.userId).items.at(-1)?.message).toEqual(quoting(tokens[1] ?? ''));
});

test('stickers and texts of version 2 can quote as well', async () => {
  const quoteToken = await tokenOfPerson();
  const sticker = { type: 'sticker' as const, packageId: '446', stickerId: '1988', quoteToken };
  const messages = [sticker, { type: 'textV2' as const, text: 'x', quoteToken }];
  expect((await sim.bot.pushMessage({ to: sim.line.userId, messages })).sentMessages).toHaveLength(2);
});

test('the message of an event that was written out can be quoted under the token it was given', async () => {
  const message = { id: '600000000000000001', type: 'text', text: 'x', quoteToken: 'my-own' };
  await sim.control('POST', 'events/raw', { event: { message } });
  expect((await push(sim.line.userId, 'my-own')).sentMessages).toHaveLength(2);
});

test('a message of another chat cannot be quoted, nor one that is not known', async () => {
  const { groupId } = sim.line.addGroup({ memberIds: [sim.line.userId] });
  const other = sim.line.addUser({}).userId;
  const [inGroup, here] = [await tokenOfPerson(groupId), await tokenOfBot()];
  await push(groupId, inGroup);
  for (const [to, token] of [
    [sim.line.userId, inGroup],
    [groupId, here],
    [other, here],
    [sim.line.userId, 'made-up'],
  ] as const) {
    expect(await refusal(push(to, token))).toMatchObject(invalid);
  }
});

test('a reply may quote, and one that quotes wrongly leaves its token alone', async () => {
  await sim.line.act({ userId: sim.line.userId, type: 'text', text: 'hi' });
  const { replyToken, message } = webhook.events()[0];
  const reply = (quoteToken: string) =>
    sim.bot.replyMessage({ replyToken, messages: [text('1'), quoting(quoteToken)] });
  expect(await refusal(reply('made-up'))).toMatchObject(invalid);
  await reply(message.quoteToken);
});

test('messages to many people cannot quote', async () => {
  const messages = [text('1'), quoting(await tokenOfBot())];
  expect(await refusal(sim.bot.multicast({ to: [sim.line.userId], messages }))).toMatchObject(invalid);
  expect(await refusal(sim.bot.broadcast({ messages }))).toMatchObject(invalid);
  expect(await refusal(sim.bot.narrowcast({ messages }))).toMatchObject(invalid);
});

test('validation does not look at quote tokens, which belong to chats', async () => {
  expect(await sim.bot.validatePush({ messages: [quoting('made-up')] })).toEqual({});
});

test('a repeated push gives the quote tokens of the first, which work', async () => {
  const key = randomUUID();
  const request = { to: sim.line.userId, messages: [text('once')] };
  await sim.bot.pushMessage(request, key);
  const { body } = await refusal(sim.bot.pushMessage(request, key));
  expect((await push(sim.line.userId, body.sentMessages[0].quoteToken)).sentMessages).toHaveLength(2);
});

const mention = (mentionee: { type: 'user'; userId: string } | { type: 'all' }) => ({
  type: 'textV2' as const,
  text: '{who}!',
  substitution: { who: { type: 'mention' as const, mentionee } },
});

describe('mentions', () => {
  test('reach members of the group that the message goes to', async () => {
    const stranger = sim.line.addUser({}).userId;
    const { groupId } = sim.line.addGroup({ memberIds: [sim.line.userId] });
    const to = groupId;
    await sim.bot.pushMessage({ to, messages: [mention({ type: 'all' })] });
    await sim.bot.pushMessage({ to, messages: [mention({ type: 'user', userId: sim.line.userId })] });
    expect(
      await refusal(sim.bot.pushMessage({ to, messages: [mention({ type: 'user', userId: stranger })] })),
    ).toMatchObject({ status: 400, body: { details: [{ property: 'substitution/who/mentionee/userId' }] } });
  });

  test('are refused in a 1:1 chat and in messages to many people', async () => {
    const messages = [mention({ type: 'all' })];
    expect(await refusal(sim.bot.pushMessage({ to: sim.line.userId, messages }))).toMatchObject({ status: 400 });
    expect(await refusal(sim.bot.broadcast({ messages }))).toMatchObject({ status: 400 });
    expect(await refusal(sim.bot.validateMulticast({ messages }))).toMatchObject({ status: 400 });
    expect(await sim.bot.validatePush({ messages })).toEqual({});
  });
});

test('a video to a group has no trackingId', async () => {
  const { groupId } = sim.line.addGroup({ memberIds: [sim.line.userId] });
  const url = 'https://example.com/v';
  const video = { type: 'video' as const, originalContentUrl: url, previewImageUrl: url, trackingId: 'track-1' };
  await sim.bot.pushMessage({ to: sim.line.userId, messages: [video] });
  expect(await refusal(sim.bot.pushMessage({ to: groupId, messages: [video] }))).toMatchObject({
    body: { details: [{ property: 'trackingId' }] },
  });
});
