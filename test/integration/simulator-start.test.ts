import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../../src/cli/free-port.ts';
import { lineWebhookUrl, type SimulatorOptions, startSimulator } from '../../src/simulator/start.ts';

const start = (options: Partial<SimulatorOptions> = {}) =>
  startSimulator({ linePort: 0, geminiPort: 0, seed: 1, ...options });

test.each([
  [{ botUrl: 'http://bot.test/' }, 'http://bot.test/webhooks/line'],
  [{ line: { webhookUrl: 'http://bot.test/callback' } }, 'http://bot.test/callback'],
  [{ botUrl: 'http://bot.test', line: { webhookUrl: 'http://bot.test/callback' } }, 'http://bot.test/callback'],
  [{ botUrl: 'http://bot.test', line: { botName: 'Bot' } }, 'http://bot.test/webhooks/line'],
  [{}, undefined],
])('with %j, webhooks go to %s', async (options, webhookUrl) => {
  const simulator = await start(options);
  expect(simulator.line?.webhookUrl()).toBe(webhookUrl);
  await simulator.close();
});

test('the address of a bot gets the path of its webhook, whether it ends with a slash or not', () => {
  expect(lineWebhookUrl('http://bot.test')).toBe('http://bot.test/webhooks/line');
  expect(lineWebhookUrl('http://bot.test/hyoban/')).toBe('http://bot.test/hyoban/webhooks/line');
});

test('settings of Gemini that stand at the top and those of its own come together', async () => {
  const simulator = await start({ docsCompat: true, gemini: { geminiApiKey: 'my-key', maxConcurrentBatches: 1 } });
  expect(simulator.gemini?.geminiApiKey).toBe('my-key');
  await simulator.close();
});

test('a side that is not asked for does not run', async () => {
  const simulator = await start({ sides: { line: false, gemini: true } });
  expect([simulator.line, simulator.gemini?.url]).toEqual([undefined, expect.stringMatching(/^http/)]);
  await simulator.close();
});

test('when the port of one side is taken, the other does not stay behind', async () => {
  const linePort = await freePort();
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const geminiPort = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await expect(start({ linePort, geminiPort })).rejects.toMatchObject({ code: 'EADDRINUSE', port: geminiPort });
  holder.close();
  const again = await start({ linePort });
  expect(again.line?.url).toBe(`http://127.0.0.1:${linePort}`);
  await again.close();
});
