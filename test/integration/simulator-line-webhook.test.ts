import { signatureOf } from '../../src/simulator/line/webhook/sender.ts';
import { refusal, text, withButton } from '../support/line-simulator.ts';
import { closeWebhooks, signatureIsRight, startWithWebhook } from '../support/line-webhook.ts';

afterEach(closeWebhooks);

test('the signature of a known body is the one that LINE would send', () => {
  expect(
    signatureOf('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}', '8c570fa6dd201bb328f1c1eac23a96d8'),
  ).toBe('GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');
});

describe('an event', () => {
  test('is signed over the bytes sent and has what LINE sends', async () => {
    const { sim, webhook } = await startWithWebhook();
    const delivery = await sim.line.act({ userId: sim.line.userId, type: 'text', text: '拉麵 🍜' });
    expect(signatureIsRight(sim, webhook)).toBe(true);
    expect(webhook.received[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(webhook.received[0]?.body ?? '')).toEqual({
      destination: sim.line.botUserId,
      events: [
        {
          type: 'message',
          mode: 'active',
          timestamp: sim.clock.nowMs(),
          webhookEventId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
          deliveryContext: { isRedelivery: false },
          replyToken: expect.stringMatching(/^[0-9a-f]{32}$/),
          source: { type: 'user', userId: sim.line.userId },
          message: {
            id: expect.stringMatching(/^\d{18}$/),
            type: 'text',
            text: '拉麵 🍜',
            quoteToken: expect.any(String),
            markAsReadToken: expect.any(String),
          },
        },
      ],
    });
    expect(delivery).toEqual({
      webhookEventId: webhook.events()[0].webhookEventId,
      status: 200,
      reason: 'ok',
      attempts: 1,
    });
    expect(sim.journal.entries()).toMatchObject([{ side: 'line-webhook', status: 200, path: webhook.url }]);
  });

  test('of a location leaves out what the person did not give', async () => {
    const { sim, webhook } = await startWithWebhook();
    await sim.line.act({ userId: sim.line.userId, type: 'location', latitude: 25.0339, longitude: 121.5645 });
    expect(webhook.events()[0].message).toEqual({
      id: expect.any(String),
      type: 'location',
      latitude: 25.0339,
      longitude: 121.5645,
      markAsReadToken: expect.any(String),
    });
  });

  test('in a group has the group and, unless a fault takes it, the person', async () => {
    const { sim, webhook } = await startWithWebhook();
    const { groupId } = sim.line.addGroup({ memberIds: [sim.line.userId] });
    const say = { userId: sim.line.userId, chatId: groupId, type: 'text', text: 'ask @Hyoban now' } as const;
    await sim.line.act(say);
    sim.line.faults.add({ route: 'webhook', effect: { kind: 'behaviour', name: 'no-user-id' } });
    await sim.line.act(say);
    expect(webhook.events().map((event: { source: unknown }) => event.source)).toEqual([
      { type: 'group', groupId, userId: sim.line.userId },
      { type: 'group', groupId },
    ]);
    expect(webhook.events()[0].message.mention.mentionees).toEqual([
      { index: 4, length: 7, type: 'user', userId: sim.line.botUserId, isSelf: true },
    ]);
  });

  test('follows when a person blocks and unblocks, and when the bot leaves and joins', async () => {
    const { sim, webhook } = await startWithWebhook();
    const { userId } = sim.line;
    const { groupId } = sim.line.addGroup({ memberIds: [userId] });
    await sim.line.act({ userId, type: 'unfollow' });
    await expect(sim.line.act({ userId, type: 'text', text: 'x' })).rejects.toThrow('blocked');
    await sim.line.act({ userId, type: 'follow' });
    await sim.line.act({ userId, chatId: groupId, type: 'leave' });
    await sim.line.act({ userId, chatId: groupId, type: 'join' });
    const events = webhook.events();
    expect(events.map((event: { type: string }) => event.type)).toEqual(['unfollow', 'follow', 'leave', 'join']);
    expect(events.map((event: object) => 'replyToken' in event)).toEqual([false, true, false, true]);
    expect(events[1].follow).toEqual({ isUnblocked: true });
    expect(events[3].source).toEqual({ type: 'group', groupId });
  });

  test('tells of an unsent message, whose content is gone then', async () => {
    const { sim, webhook } = await startWithWebhook();
    await sim.line.act({ userId: sim.line.userId, type: 'image' });
    const messageId = webhook.events()[0].message.id;
    expect((await sim.bot.getMessageContentWithHttpInfo(messageId)).httpResponse.headers.get('content-type')).toBe(
      'image/png',
    );
    await sim.line.act({ userId: sim.line.userId, type: 'unsend', messageId });
    expect(webhook.events()[1]).toMatchObject({ type: 'unsend', unsend: { messageId } });
    expect(await refusal(sim.bot.getMessageContent(messageId))).toMatchObject({ status: 410 });
    await expect(sim.line.act({ userId: sim.line.userId, type: 'unsend', messageId })).rejects.toThrow('no message');
  });
});

describe('a postback', () => {
  test('is refused when its button is not on screen', async () => {
    const { sim, webhook } = await startWithWebhook();
    const tap = { userId: sim.line.userId, type: 'postback', data: 'pick=1' } as const;
    await expect(sim.line.act(tap)).rejects.toThrow('on screen');
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [withButton('pick=1'), text('later')] });
    await expect(sim.line.act(tap)).rejects.toThrow('on screen');
    expect(webhook.received).toEqual([]);
  });

  test('of a quick reply makes all of them vanish and shows its displayText', async () => {
    const { sim, webhook } = await startWithWebhook();
    await sim.bot.pushMessage({ to: sim.line.userId, messages: [withButton('pick=1', 'This one')] });
    await sim.line.act({ userId: sim.line.userId, type: 'postback', data: 'pick=1' });
    expect(webhook.events()[0]).toMatchObject({ type: 'postback', postback: { data: 'pick=1' } });
    const { items, quickReplies } = sim.line.chat(sim.line.userId);
    expect(quickReplies).toEqual([]);
    expect(items.at(-1)).toMatchObject({ from: 'user', message: { type: 'text', text: 'This one' } });
    await expect(sim.line.act({ userId: sim.line.userId, type: 'postback', data: 'pick=1' })).rejects.toThrow(
      'on screen',
    );
  });

  test('of a Flex button can be tapped again after later messages', async () => {
    const { sim, webhook } = await startWithWebhook();
    const button = { type: 'button' as const, action: { type: 'postback' as const, label: 'Again', data: 'again' } };
    const body = { type: 'box' as const, layout: 'vertical' as const, contents: [button] };
    await sim.bot.pushMessage({
      to: sim.line.userId,
      messages: [{ type: 'flex', altText: 'x', contents: { type: 'bubble', body } }, text('later')],
    });
    await sim.line.act({ userId: sim.line.userId, type: 'postback', data: 'again' });
    await sim.line.act({ userId: sim.line.userId, type: 'postback', data: 'again' });
    expect(webhook.events()).toHaveLength(2);
  });
});

describe('the webhook endpoint', () => {
  test('can be read, set and tested with an empty signed body', async () => {
    const { sim, webhook } = await startWithWebhook([], { webhookUrl: undefined });
    expect(await refusal(sim.bot.getWebhookEndpoint())).toMatchObject({
      status: 404,
      body: { message: 'Webhook endpoint not found' },
    });
    expect(await refusal(sim.bot.setWebhookEndpoint({ endpoint: 'http://example.com/' }))).toMatchObject({
      body: { message: 'Invalid webhook endpoint URL' },
    });
    await sim.bot.setWebhookEndpoint({ endpoint: webhook.url });
    expect(await sim.bot.getWebhookEndpoint()).toEqual({ endpoint: webhook.url, active: true });
    expect(await sim.bot.testWebhookEndpoint({})).toMatchObject({ success: true, statusCode: 200, reason: 'OK' });
    expect(JSON.parse(webhook.received[0]?.body ?? '')).toEqual({ destination: sim.line.botUserId, events: [] });
    expect(signatureIsRight(sim, webhook)).toBe(true);
  });
});

async function run(seed: number) {
  const { sim, webhook } = await startWithWebhook([], { seed, idSeed: seed });
  const { userId } = sim.line.addUser({});
  await sim.line.act({ userId, type: 'text', text: 'hi' });
  const pushed = await sim.bot.pushMessage({ to: userId, messages: [text('yes')] });
  await sim.line.close();
  const { channelSecret, channelAccessToken } = sim.line;
  return JSON.stringify([channelSecret, channelAccessToken, webhook.received[0]?.body, pushed]);
}

test('the same seeds and the same acts give the same ids, other seeds give others', async () => {
  const [first, second, other] = [await run(1), await run(1), await run(2)];
  expect(second).toBe(first);
  expect(other).not.toBe(first);
});
