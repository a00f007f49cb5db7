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

const minuteMs = 60_000;

async function replyToken(stage = sim, chatId = stage.line.userId): Promise<string> {
  await stage.line.act({ userId: stage.line.userId, chatId, type: 'text', text: 'ramen' });
  return webhook.events().at(-1).replyToken;
}

const reply = (token: string, content = 'here', stage = sim) =>
  stage.bot.replyMessage({ replyToken: token, messages: [text(content)] });

const used = { status: 400, body: { message: 'Invalid reply token' } };

test('a reply works once and is not counted toward the quota', async () => {
  const token = await replyToken();
  expect((await reply(token)).sentMessages).toEqual([{ id: expect.any(String), quoteToken: expect.any(String) }]);
  expect(await refusal(reply(token, 'again'))).toMatchObject(used);
  expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 0 });
  expect(sim.line.chat(sim.line.userId).items.at(-1)).toMatchObject({ via: 'reply', message: { text: 'here' } });
});

test('an unknown token is refused', async () => {
  expect(await refusal(reply('0123456789abcdef0123456789abcdef'))).toMatchObject(used);
  expect(await refusal(reply(''))).toMatchObject({ body: { details: [{ property: 'replyToken' }] } });
});

test('a token works for a minute', async () => {
  const [first, second] = [await replyToken(), await replyToken()];
  await sim.clock.advance(minuteMs);
  await reply(first, 'just in time');
  await sim.clock.advance(1);
  expect(await refusal(reply(second, 'late'))).toMatchObject(used);
});

test('the minute is a setting', async () => {
  const other = await startLine({ webhookUrl: webhook.url, replyTokenLifeMs: 5 * minuteMs });
  const token = await replyToken(other);
  await other.clock.advance(5 * minuteMs);
  expect((await reply(token, 'late', other)).sentMessages).toHaveLength(1);
  await other.line.close();
});

test('a refused message leaves the token alone, or, where that is set, uses it up', async () => {
  const token = await replyToken();
  expect(await refusal(reply(token, ''))).toMatchObject({ status: 400 });
  await reply(token);
  const other = await startLine({ webhookUrl: webhook.url, refusedReplyUsesToken: true });
  const burnt = await replyToken(other);
  expect(await refusal(reply(burnt, '', other))).toMatchObject({ status: 400 });
  expect(await refusal(reply(burnt, 'here', other))).toMatchObject(used);
  await other.line.close();
});

test('a token of a group answers to the group', async () => {
  const { groupId } = sim.line.addGroup({ memberIds: [sim.line.userId] });
  await reply(await replyToken(sim, groupId));
  expect(sim.line.chat(groupId).items.at(-1)).toMatchObject({ via: 'reply', message: { text: 'here' } });
  expect(sim.line.chat(sim.line.userId).items).toEqual([]);
});

test('a reply to a person who has blocked the bot meanwhile, or a group it has left, is accepted and not delivered', async () => {
  const { userId } = sim.line;
  const { groupId } = sim.line.addGroup({ memberIds: [userId] });
  const [token, inGroup] = [await replyToken(), await replyToken(sim, groupId)];
  await sim.line.act({ userId, type: 'unfollow' });
  await sim.line.act({ userId, chatId: groupId, type: 'leave' });
  await reply(token);
  await reply(inGroup);
  const last = (chatId: string) => sim.line.chat(chatId).items.at(-1)?.message.text;
  expect([last(userId), last(groupId)]).toEqual([
    'Not delivered (blocked)',
    'Not delivered (the bot is not in this chat)',
  ]);
});

/** Lets all attempts fail and be repeated at the gaps; gives the token of the event. */
async function redelivered(gapsMs: number[], advanceMs: number) {
  const failing = await startWebhook(gapsMs.map(() => 500));
  const other = await startLine({ webhookUrl: failing.url, redelivery: { gapsMs } });
  const acting = other.line.act({ userId: other.line.userId, type: 'text', text: 'hi' });
  while (other.clock.nextDueMs() === undefined) await new Promise((resolve) => setImmediate(resolve));
  await other.clock.advance(advanceMs);
  await acting;
  const close = async () => {
    await other.line.close();
    await failing.close();
  };
  return { other, token: failing.events()[0].replyToken, close };
}

test('a redelivered event gives its token another minute, unless it was used', async () => {
  const { other, token, close } = await redelivered([10 * minuteMs], 10 * minuteMs);
  await other.clock.advance(minuteMs);
  await reply(token, 'here', other);
  expect(await refusal(reply(token, 'again', other))).toMatchObject(used);
  await close();
});

test('no token works later than 20 minutes after its event', async () => {
  const { other, token, close } = await redelivered([19.5 * minuteMs], 19.5 * minuteMs);
  await other.clock.advance(0.5 * minuteMs + 1);
  expect(await refusal(reply(token, 'late', other))).toMatchObject(used);
  await close();
});
