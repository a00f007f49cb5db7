import { refusal, startLine, startWebhook, text, withButton } from '../support/line-simulator.ts';

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

const shownUntilMs = (chatId = sim.line.userId) => sim.line.chat(chatId).loadingUntilMs;
const load = (loadingSeconds?: number, chatId = sim.line.userId) =>
  sim.bot.showLoadingAnimationWithHttpInfo({ chatId, loadingSeconds });

describe('the loading animation', () => {
  test('is answered with 202 and shown until the next message of the bot', async () => {
    const { httpResponse, body } = await load(60);
    expect([httpResponse.status, body]).toEqual([202, {}]);
    expect(shownUntilMs()).toBe(sim.clock.nowMs() + 60_000);
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [text('done')] });
    expect(shownUntilMs()).toBeUndefined();
  });

  test('goes with a reply as well, and stays when the person writes', async () => {
    await load();
    await sim.line.act({ userId: sim.line.userId, type: 'text', text: 'hurry' });
    expect(shownUntilMs()).toBeDefined();
    await sim.bot.replyMessage({ replyToken: webhook.events()[0].replyToken, messages: [text('done')] });
    expect(shownUntilMs()).toBeUndefined();
  });

  test('is 20 seconds long by default, ends by itself and tells the subscribers', async () => {
    await load();
    const changes: string[] = [];
    sim.line.subscribe((chatId) => changes.push(chatId));
    await sim.clock.advance(19_999);
    expect(shownUntilMs()).toBeDefined();
    await sim.clock.advance(1);
    expect(changes).toEqual([sim.line.userId]);
    expect(shownUntilMs()).toBeUndefined();
  });

  test('asked for again lasts as long as the second request says', async () => {
    await load(60);
    await load(5);
    expect(shownUntilMs()).toBe(sim.clock.nowMs() + 5000);
  });

  test.each(['blocked', 'never-friend', 'deleted'] as const)(
    'is a 202 that a person who is %s does not see',
    async (friendship) => {
      const { userId } = sim.line.addUser({ friendship });
      if (friendship === 'never-friend') await sim.line.act({ userId, type: 'text', text: 'hi' });
      expect((await load(20, userId)).httpResponse.status).toBe(202);
      expect(shownUntilMs(userId)).toBeUndefined();
    },
  );

  test.each([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60])('may last %i seconds', async (seconds) => {
    await load(seconds);
    expect(shownUntilMs()).toBe(sim.clock.nowMs() + seconds * 1000);
  });

  const range = ['loadingSeconds', 'Must be between 5 and 60'];
  const step = ['loadingSeconds', 'must be a multiple of five'];
  const onlyUsers = [
    'chatId',
    'Only user id is acceptable, please confirm if there are any group/room ids or illegal ids.',
  ];
  test.each([
    [{ loadingSeconds: 65 }, [range]],
    [{ loadingSeconds: 0 }, [range]],
    [{ loadingSeconds: 7 }, [step]],
    [{ loadingSeconds: 3 }, [range, step]],
    [{ chatId: `C${'0'.repeat(32)}` }, [onlyUsers]],
    [{ chatId: 'U1' }, [onlyUsers]],
  ])('refuses %j', async (wrong, details) => {
    const answer = await refusal(sim.bot.showLoadingAnimation({ chatId: sim.line.userId, ...wrong }));
    expect([answer.status, answer.body.message]).toEqual([400, `The request body has ${details.length} error(s)`]);
    expect(answer.body.details.map((d: Record<string, string>) => [d.property, d.message])).toEqual(details);
    expect(shownUntilMs()).toBeUndefined();
  });
});

describe('quick replies', () => {
  test('of the last message are shown, until anyone sends a new message', async () => {
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [withButton('a'), text('last')] });
    expect(sim.line.chat(sim.line.userId).quickReplies).toEqual([]);
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [text('first'), withButton('b')] });
    expect(sim.line.chat(sim.line.userId).quickReplies).toMatchObject([{ action: { type: 'postback', data: 'b' } }]);
    await sim.line.act({ userId: sim.line.userId, type: 'sticker' });
    expect(sim.line.chat(sim.line.userId).quickReplies).toEqual([]);
  });

  test('of one chat stay when a message comes in another', async () => {
    const other = sim.line.addUser({}).userId;
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [withButton('a')] });
    await sim.bot.pushMessage({ to: other, messages: [text('x')] });
    expect(sim.line.chat(sim.line.userId).quickReplies).toHaveLength(1);
  });

  test('stay when a refused or undelivered message would have taken them', async () => {
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [withButton('a')] });
    await refusal(sim.bot.pushMessage({ to: sim.line.userId, messages: [text('')] }));
    expect(sim.line.chat(sim.line.userId).quickReplies).toHaveLength(1);
  });
});

describe('mark as read', () => {
  test('takes the token of a webhook, at any time and again, and no other', async () => {
    await sim.line.act({ userId: sim.line.userId, type: 'text', text: 'hi' });
    const { markAsReadToken } = webhook.events()[0].message;
    expect(await sim.bot.markMessagesAsReadByToken({ markAsReadToken })).toEqual({});
    await sim.clock.advance(365 * 24 * 60 * 60 * 1000);
    expect(await sim.bot.markMessagesAsReadByToken({ markAsReadToken })).toEqual({});
    expect(await refusal(sim.bot.markMessagesAsReadByToken({ markAsReadToken: 'x' }))).toMatchObject({
      status: 400,
      body: { message: 'Invalid markAsReadToken. Tokens must be used by the bot that received them via Webhook.' },
    });
    expect(await refusal(sim.bot.markMessagesAsReadByToken({ markAsReadToken: '' }))).toMatchObject({
      body: { details: [{ property: 'markAsReadToken', message: 'May not be empty' }] },
    });
  });
});
