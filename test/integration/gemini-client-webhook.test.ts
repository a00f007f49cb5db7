import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGeminiClient } from '../../src/gemini/client.ts';
import { createGeminiWebhookVerifier, type GeminiWebhookEvent } from '../../src/gemini/webhook.ts';
import type { GeminiSimulatorOptions } from '../../src/simulator/gemini/simulator.ts';
import { closeLater, startStage } from './simulator-gemini-support.ts';

const model = 'gemini-3.5-flash';
const line = { key: 'p0', request: { contents: [{ role: 'user' as const, parts: [{ text: 'hi' }] }] } };

/** A job that asked for a webhook, and a receiver that verifies what comes. */
async function startWithReceiver(options: Partial<GeminiSimulatorOptions>) {
  const stage = await startStage({ signatureTimeMs: Date.now, ...options });
  const { url: baseUrl, geminiApiKey: apiKey } = stage.simulator;
  const outcomes: (GeminiWebhookEvent | string)[] = [];
  const verify = createGeminiWebhookVerifier({ secrets: [], jwksUrl: `${baseUrl}/.well-known/jwks.json` });
  const receive = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]);
    await verify(Buffer.concat(chunks), Object.fromEntries(headers)).then(
      (event) => outcomes.push(event),
      (error: { reason: string }) => outcomes.push(error.reason),
    );
  };
  const receiver = createServer((request, response) => {
    void receive(request).then(() => response.end('{}'));
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  closeLater(async () => {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });
  const gemini = createGeminiClient({ apiKey, baseUrl, groundingModel: model, reportModel: model, timeoutMs: 10_000 });
  const { fileName } = await gemini.uploadJsonl({ displayName: 'job', lines: [line] });
  const webhook = {
    uri: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    userMetadata: { hyoban: 'sealed 評判' },
  };
  const { batchName } = await gemini.createBatch({ displayName: 'job', fileName, webhook });
  await stage.clock.advance(10_000);
  await stage.simulator.webhooks.settled();
  return { ...stage, batchName, outcomes };
}

test.each<Partial<GeminiSimulatorOptions>>([
  { signWith: 'v1a', userMetadataIn: 'data' },
  { signWith: 'jwt', userMetadataIn: 'top' },
])('the event at the end of a job is believed and read: %j', async (options) => {
  const { batchName, outcomes } = await startWithReceiver(options);
  expect(outcomes).toEqual([
    {
      type: 'batch.succeeded',
      batchName,
      webhookId: expect.stringMatching(/./),
      userMetadata: { hyoban: 'sealed 評判' },
    },
  ]);
});

test.each([
  ['v1a', { wrongSignature: true }, 'bad-signature'],
  ['v1a', { ageSeconds: 600 }, 'too-old'],
  ['jwt', { wrongSignature: true }, 'bad-signature'],
  ['jwt', { ageSeconds: 600 }, 'too-old'],
] as const)('an event signed as %s with %j is rejected', async (signWith, wish, reason) => {
  const { simulator, batchName, outcomes } = await startWithReceiver({ signWith });
  outcomes.length = 0;
  await simulator.webhooks.deliver({ batchId: batchName.replace('batches/', ''), ...wish });
  expect(outcomes).toEqual([reason]);
});

test('an event that comes twice carries one webhook id', async () => {
  const { simulator, batchName, outcomes } = await startWithReceiver({});
  await simulator.webhooks.deliver({ batchId: batchName.replace('batches/', ''), times: 2 });
  expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  expect(outcomes).toHaveLength(3);
});
