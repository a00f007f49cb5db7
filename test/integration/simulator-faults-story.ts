import { createClock } from '../../src/simulator/core/clock.ts';
import type { Fault, FaultEffect } from '../../src/simulator/core/faults.ts';
import { startSimulator } from '../../src/simulator/start.ts';
import { startWebhook } from '../support/line-simulator.ts';
import { present } from '../support/person.ts';
import { addFault, exchange } from './simulator-faults-support.ts';
import { model, reportRequest, someLines, taipei } from './simulator-gemini-support.ts';

const behaviour = (name: string): FaultEffect => ({ kind: 'behaviour', name });

const lineFaults: Fault[] = [
  { route: 'push', effect: { kind: 'status', status: 500 }, probability: 0.3 },
  { route: 'push', effect: { kind: 'lost-answer' }, probability: 0.3 },
  { route: 'multicast', effect: { kind: 'broken-json' }, probability: 0.5 },
  { route: 'profile', effect: behaviour('no-language'), probability: 0.5 },
  { route: '*', effect: behaviour('rate-limited'), probability: 0.1 },
  { route: 'webhook', effect: behaviour('lost'), probability: 0.2 },
  { route: 'webhook', effect: behaviour('late'), probability: 0.2 },
  { route: 'webhook', effect: behaviour('duplicate-webhook'), probability: 0.3 },
  { route: 'webhook', effect: behaviour('wrong-signature'), probability: 0.3 },
];

const geminiFaults: Fault[] = [
  { route: 'generateContent', effect: behaviour('safety'), probability: 0.2 },
  { route: 'generateContent:json', effect: behaviour('max-tokens'), probability: 0.4 },
  { route: 'generateContent', effect: { kind: 'html' }, probability: 0.2 },
  { route: 'generateContent', effect: { kind: 'reset' }, probability: 0.1 },
  { route: 'batch', effect: behaviour('failed-items'), probability: 0.4 },
  { route: 'batch', effect: behaviour('lost-key'), probability: 0.3 },
  { route: 'batch', effect: behaviour('job-failed'), probability: 0.2 },
  { route: 'batchItem', effect: behaviour('cite-99'), probability: 0.5 },
  { route: 'getBatch', effect: { kind: 'slow-body', durationMs: 5 }, probability: 0.3 },
  { route: 'uploadBytes', effect: { kind: 'lost-answer' }, probability: 0.3 },
  { route: 'webhook', effect: behaviour('late'), probability: 0.3 },
  { route: 'webhook', effect: behaviour('reordered'), probability: 0.3 },
  { route: 'webhook', effect: behaviour('doubled'), probability: 0.3 },
];

/** An address at which nobody answers, so that deliveries are tried again. */
const nobody = 'http://127.0.0.1:1/';

/**
 * Lives through one story with both vendors, every call after the other, and tells everything that can be seen of it
 * afterwards; only the ports are taken out.
 */
export async function story(seed: number): Promise<{ told: string; faults: string[] }> {
  const clock = createClock(() => 1_780_000_000_000);
  // Tokens would name the ports.
  const jwtClaims = { issuer: 'https://issuer.test', audience: 'https://audience.test' };
  const options = { seed, idSeed: seed, clock, gemini: { jwtClaims } };
  const simulator = await startSimulator({ linePort: 0, geminiPort: 0, ...options });
  const line = present(simulator.line);
  const gemini = present(simulator.gemini);
  const bot = await startWebhook();
  line.setWebhookUrl(bot.url);
  for (const fault of lineFaults) await addFault(line.url, fault);
  for (const fault of geminiFaults) await addFault(gemini.url, fault);

  /** Moves the clock from one due moment to the next, so that each finds the deliveries of the one before done. */
  const advance = async (seconds: number) => {
    const targetMs = clock.nowMs() + seconds * 1000;
    while (clock.nowMs() < targetMs) {
      await clock.advance(Math.min(clock.nextDueMs() ?? Infinity, targetMs) - clock.nowMs());
      await gemini.webhooks.settled();
    }
  };
  const toLine = (method: string, path: string, body?: unknown) =>
    exchange(`${line.url}/v2/bot${path}`, {
      method,
      headers: { authorization: `Bearer ${line.channelAccessToken}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const toGemini = (method: string, path: string, body?: unknown) =>
    exchange(`${gemini.url}${path}`, {
      method,
      headers: { 'x-goog-api-key': gemini.geminiApiKey },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });

  await talk();
  await think();
  await batch();
  await advance(3600);

  async function talk() {
    const people = ['Mei', 'Kenta', 'Ana'].map((displayName) =>
      line.addUser({ displayName, language: 'ja', friendship: 'never-friend' }),
    );
    const group = line.addGroup({ memberIds: people.map(({ userId }) => userId) });
    for (const { userId } of people) {
      await line.act({ userId, type: 'follow' });
      await line.act({ userId, type: 'text', text: 'hello' });
      await line.act({ userId, type: 'location', ...taipei });
      await line.act({ userId, chatId: group.groupId, type: 'sticker' });
      await toLine('GET', `/profile/${userId}`);
      await toLine('POST', '/chat/loading/start', { chatId: userId });
      for (const text of ['one', 'two', 'three']) {
        await toLine('POST', '/message/push', { to: userId, messages: [{ type: 'text', text }] });
      }
      await advance(30);
    }
    const to = people.map(({ userId }) => userId);
    await toLine('POST', '/message/multicast', { to, messages: [{ type: 'text', text: 'all' }] });
    for (const event of bot.events()) {
      if (!event.replyToken) continue;
      await toLine('POST', '/message/reply', {
        replyToken: event.replyToken,
        messages: [{ type: 'text', text: 'yes' }],
      });
    }
    await toLine('GET', '/message/quota/consumption');
  }

  async function think() {
    const contents = [{ parts: [{ text: 'Restaurant: 鼎泰豐' }] }];
    const retrievalConfig = { latLng: taipei, languageCode: 'zh-TW' };
    const requests = [
      { contents },
      { contents, tools: [{ googleMaps: {} }], toolConfig: { retrievalConfig } },
      { contents, tools: [{ googleSearch: {} }] },
      reportRequest(someLines),
    ];
    for (let round = 0; round < 4; round++) {
      for (const request of requests) await toGemini('POST', `/v1beta/models/${model}:generateContent`, request);
    }
    await toGemini('POST', `/v1beta/models/${model}:streamGenerateContent?alt=sse`, { contents });
    await toGemini('POST', '/v1beta/models/gemini-embedding-2:embedContent', { content: contents[0] });
  }

  async function batch() {
    await toGemini('POST', '/v1beta/webhooks', { uri: bot.url, subscribed_events: ['batch.succeeded'] });
    await toGemini('GET', '/.well-known/jwks.json');
    for (let round = 0; round < 6; round++) {
      const start = await fetch(`${gemini.url}/upload/v1beta/files`, {
        method: 'POST',
        headers: { 'x-goog-api-key': gemini.geminiApiKey },
      });
      const keys = ['a', 'b', 'c'];
      const lines = keys.map((key) => JSON.stringify({ key, request: reportRequest(someLines) })).join('\n');
      const url = new URL(start.headers.get('x-goog-upload-url') ?? '');
      const uploaded = await toGemini('POST', `${url.pathname}${url.search}`, lines);
      const fileName = uploaded.text ? JSON.parse(uploaded.text).file.name : 'files/none';
      const webhookConfig = round % 2 === 0 ? { uris: [bot.url, nobody], userMetadata: { round } } : undefined;
      const inputConfig = { fileName };
      const body = { batch: { displayName: `job ${round}`, inputConfig, webhookConfig } };
      await toGemini('POST', `/v1beta/models/${model}:batchGenerateContent`, body);
      await advance(5);
    }
    await advance(8);
    for (const { name, outputFile } of gemini.batches()) {
      await toGemini('GET', `/v1beta/${name}`);
      if (outputFile) await toGemini('GET', `/v1beta/${outputFile}:download?alt=media`);
    }
    await toGemini('GET', '/v1beta/batches?pageSize=2');
    await toGemini('GET', '/v1beta/files');
  }

  const seen = {
    journal: simulator.journal.entries(),
    bill: gemini.bill(),
    batches: gemini.batches(),
    chats: line.users().map(({ userId }) => line.chat(userId)),
    keys: [line.channelSecret, line.channelAccessToken, gemini.geminiApiKey],
  };
  const ports = [line.url, gemini.url, bot.url].map((url) => new URL(url).host);
  const told = ports.reduce((text, host, n) => text.replaceAll(host, `host-${n}`), JSON.stringify(seen, null, 1));
  await simulator.close();
  await bot.close();
  return { told, faults: simulator.journal.entries().flatMap(({ fault }) => fault ?? []) };
}
