import { startWebhook, text } from '../support/line-simulator.ts';
import { closeWebhooks, signatureIsRight, startWithWebhook } from '../support/line-webhook.ts';

afterEach(closeWebhooks);

describe('delivery', () => {
  test.each([
    [500, { status: 500, reason: 'error_status_code' }],
    [302, { status: 302, reason: 'error_status_code' }],
    [0, { status: undefined, reason: 'request_timeout' }],
  ])('without redelivery is tried once when the bot answers %i', async (answer, result) => {
    const { sim, webhook } = await startWithWebhook([answer]);
    expect(await sim.line.act({ userId: sim.line.userId, type: 'sticker' })).toMatchObject({ ...result, attempts: 1 });
    expect(webhook.received).toHaveLength(1);
  });

  test('tells a bot that is not there and a bot without a webhook apart', async () => {
    const { sim } = await startWithWebhook();
    const gone = await startWebhook();
    await gone.close();
    sim.line.setWebhookUrl(gone.url);
    expect(await sim.line.act({ userId: sim.line.userId, type: 'sticker' })).toEqual({
      webhookEventId: expect.any(String),
      status: undefined,
      reason: 'could_not_connect',
      attempts: 1,
    });
    const { sim: without } = await startWithWebhook([], { webhookUrl: undefined });
    expect(await without.line.act({ userId: without.line.userId, type: 'sticker' })).toMatchObject({
      reason: 'not_sent',
      attempts: 0,
    });
  });

  test('with redelivery repeats the event with isRedelivery alone changed, and its reply token lives again', async () => {
    const { sim, webhook } = await startWithWebhook([500, 503], { redelivery: { gapsMs: [50_000, 50_000, 50_000] } });
    const acting = sim.line.act({ userId: sim.line.userId, type: 'text', text: 'hi' });
    while (sim.clock.nextDueMs() === undefined) await new Promise((resolve) => setImmediate(resolve));
    await sim.clock.advance(100_000);
    expect(await acting).toMatchObject({ status: 200, reason: 'ok', attempts: 3 });
    const [first, second, third] = webhook.events();
    expect(second).toEqual({ ...first, deliveryContext: { isRedelivery: true } });
    expect(third).toEqual(second);
    await sim.clock.advance(60_000);
    await sim.bot.replyMessage({ replyToken: first.replyToken, messages: [text('finally')] });
  });

  test('of several events at once redelivers all of them together, and an empty body never', async () => {
    const { sim, webhook } = await startWithWebhook([500, 200, 500], { redelivery: { gapsMs: [50_000] } });
    const { userId } = sim.line;
    const acting = sim.line.actAll([
      { userId, type: 'text', text: 'one' },
      { userId, type: 'sticker' },
    ]);
    while (sim.clock.nextDueMs() === undefined) await new Promise((resolve) => setImmediate(resolve));
    await sim.clock.advance(50_000);
    const [first, second, ...again] = webhook.events();
    const webhookEventIds = [first.webhookEventId, second.webhookEventId];
    expect(await acting).toEqual({ webhookEventIds, status: 200, reason: 'ok', attempts: 2 });
    const deliveryContext = { isRedelivery: true };
    expect(again).toEqual([
      { ...first, deliveryContext },
      { ...second, deliveryContext },
    ]);
    expect(await sim.line.actAll([])).toMatchObject({ status: 500, attempts: 1 });
    expect(sim.clock.nextDueMs()).toBeUndefined();
  });

  test.each(['reset', 'close'] as const)('under way at a %s is not repeated', async (end) => {
    const { sim, webhook } = await startWithWebhook([0], { redelivery: { gapsMs: [50_000] } });
    const acting = sim.line.act({ userId: sim.line.userId, type: 'sticker' });
    while (webhook.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await sim.line[end]();
    await webhook.close();
    expect(await acting).toMatchObject({ status: undefined, attempts: 1 });
    expect(sim.clock.nextDueMs()).toBeUndefined();
  });

  test('that waits to be repeated is given up at a reset', async () => {
    const { sim } = await startWithWebhook([500], { redelivery: { gapsMs: [50_000] } });
    const acting = sim.line.act({ userId: sim.line.userId, type: 'sticker' });
    while (sim.clock.nextDueMs() === undefined) await new Promise((resolve) => setImmediate(resolve));
    sim.line.reset();
    expect(await acting).toMatchObject({ status: 500, attempts: 1 });
    expect(sim.clock.nextDueMs()).toBeUndefined();
  });

  test('of several events is doubled and wrongly signed by one fault each', async () => {
    const { sim, webhook } = await startWithWebhook();
    const { userId } = sim.line;
    const twice = [
      { userId, type: 'sticker' },
      { userId, type: 'image' },
    ] as const;
    sim.line.faults.add({ route: 'webhook', effect: { kind: 'behaviour', name: 'duplicate-webhook' } });
    await sim.line.actAll(twice);
    expect(webhook.received).toHaveLength(2);
    expect(webhook.received[1]?.body).toBe(webhook.received[0]?.body);
    sim.line.faults.add({ route: 'webhook', effect: { kind: 'behaviour', name: 'wrong-signature' } });
    await sim.line.actAll(twice);
    await sim.line.actAll(twice);
    expect([2, 3].map((at) => signatureIsRight(sim, webhook, at))).toEqual([false, true]);
  });

  test('can be doubled, unsigned or in standby by a fault', async () => {
    const { sim, webhook } = await startWithWebhook();
    const fault = (name: string) => sim.line.faults.add({ route: 'webhook', effect: { kind: 'behaviour', name } });
    fault('duplicate-webhook');
    await sim.line.act({ userId: sim.line.userId, type: 'text', text: 'twice' });
    expect(webhook.events()[1]).toEqual(webhook.events()[0]);
    fault('wrong-signature');
    fault('standby');
    await sim.line.act({ userId: sim.line.userId, type: 'text', text: 'x' });
    expect(signatureIsRight(sim, webhook, 1)).toBe(true);
    expect(signatureIsRight(sim, webhook, 2)).toBe(false);
    expect(webhook.events()[2]).toMatchObject({ mode: 'standby' });
    expect(webhook.events()[2]).not.toHaveProperty('replyToken');
  });
});
