import { validateSignature } from '@line/bot-sdk';
import { refusal, startLine, startWebhook } from '../support/line-simulator.ts';

const open: { close: () => Promise<void> }[] = [];

async function start(statuses: number[] = [], webhookUrl?: string) {
  const webhook = await startWebhook(statuses);
  const sim = await startLine({ webhookUrl });
  open.push(webhook, sim.line);
  return { webhook, sim };
}

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const invalid = { status: 400, body: { message: 'Invalid webhook endpoint URL' } };
const missing = { status: 404, body: { message: 'Webhook endpoint not found' } };

test('the webhook URL is set and read', async () => {
  const { sim } = await start();
  expect(await refusal(sim.bot.getWebhookEndpoint())).toMatchObject(missing);
  expect(await sim.bot.setWebhookEndpoint({ endpoint: 'https://example.com/hook' })).toEqual({});
  expect(await sim.bot.getWebhookEndpoint()).toEqual({ endpoint: 'https://example.com/hook', active: true });
});

test('events go to the new URL', async () => {
  const { sim, webhook } = await start([], 'http://127.0.0.1:1/old');
  await sim.bot.setWebhookEndpoint({ endpoint: webhook.url });
  await sim.line.act({ userId: sim.line.userId, type: 'text', text: 'hi' });
  expect(webhook.events()).toHaveLength(1);
});

test.each(['http://example.com/', 'ftp://example.com/', 'example.com/hook', `https://example.com/${'x'.repeat(481)}`])(
  '%s is no webhook URL',
  async (endpoint) => {
    const { sim } = await start([], 'https://example.com/before');
    expect(await refusal(sim.bot.setWebhookEndpoint({ endpoint }))).toMatchObject(invalid);
    expect(await refusal(sim.bot.testWebhookEndpoint({ endpoint }))).toMatchObject(invalid);
    expect(await sim.bot.getWebhookEndpoint()).toMatchObject({ endpoint: 'https://example.com/before' });
  },
);

test('a URL has at most 500 characters, and may be on this machine without TLS', async () => {
  const { sim } = await start();
  await sim.bot.setWebhookEndpoint({ endpoint: `https://example.com/${'x'.repeat(480)}` });
  for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
    expect(await sim.bot.setWebhookEndpoint({ endpoint: `http://${host}:8000/callback` })).toEqual({});
  }
});

describe('the test of the endpoint', () => {
  test('sends an empty signed body to the URL that is set', async () => {
    const { sim, webhook } = await start();
    await sim.bot.setWebhookEndpoint({ endpoint: webhook.url });
    expect(await sim.bot.testWebhookEndpoint({})).toEqual({
      success: true,
      timestamp: new Date(sim.clock.nowMs()).toISOString(),
      statusCode: 200,
      reason: 'OK',
      detail: '200',
    });
    const { headers, body } = webhook.received[0] ?? { headers: {}, body: '' };
    expect(JSON.parse(body)).toEqual({ destination: sim.line.botUserId, events: [] });
    expect(validateSignature(body, sim.line.channelSecret, String(headers['x-line-signature']))).toBe(true);
  });

  test('can be of another URL, which is not kept', async () => {
    const { sim, webhook } = await start();
    expect(await sim.bot.testWebhookEndpoint({ endpoint: webhook.url })).toMatchObject({ success: true });
    expect(await refusal(sim.bot.getWebhookEndpoint())).toMatchObject(missing);
    expect(await refusal(sim.bot.testWebhookEndpoint({}))).toMatchObject(missing);
  });

  test.each([
    [503, { statusCode: 503, reason: 'ERROR_STATUS_CODE', detail: '503' }],
    [302, { statusCode: 302, reason: 'ERROR_STATUS_CODE', detail: '302' }],
    [0, { statusCode: 0, reason: 'REQUEST_TIMEOUT', detail: 'Request timeout' }],
  ])('tells how %i went', async (status, result) => {
    const { sim, webhook } = await start([status]);
    expect(await sim.bot.testWebhookEndpoint({ endpoint: webhook.url })).toMatchObject({ success: false, ...result });
  });

  test('tells when nobody listens', async () => {
    const { sim, webhook } = await start();
    await webhook.close();
    open.splice(open.indexOf(webhook), 1);
    expect(await sim.bot.testWebhookEndpoint({ endpoint: webhook.url })).toMatchObject({
      success: false,
      statusCode: 0,
      reason: 'COULD_NOT_CONNECT',
    });
  });
});
