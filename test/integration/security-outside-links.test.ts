import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { createGeminiClient } from '../../src/gemini/client.ts';
import { analysisOf } from '../support/analyses.ts';
import { createPerson } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';
import { findPatiently, nextReport, tapPatiently } from './security-support.ts';

const secret = `whsec_${Buffer.from('rotates'.repeat(5)).toString('base64')}`;
let temporal: TestTemporal;
let stack: Stack;
/** A server that nobody has a reason to talk to; every connection counts, whatever it says. */
let trap: Server;
let trapUrl: string;
let connections = 0;
let calls = 0;
let visitsBefore = 0;

beforeAll(async () => {
  trap = createServer((_request, response) => void response.end('{}'));
  trap.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  temporal = await startDevServer();
  stack = await startStack(temporal, { settings: { geminiWebhookSecrets: [secret] } });
}, 60_000);

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
  trap.closeAllConnections();
  await new Promise((resolve) => trap.close(resolve));
});

beforeEach(async () => {
  visitsBefore = await visits();
});

/** Connections but ours. We come in last: whoever set out before us has arrived when we are answered. */
async function visits(): Promise<number> {
  calls += 1;
  await new Promise((resolve) => {
    get(trapUrl, { agent: false }, (response) => response.resume().once('close', resolve));
  });
  return connections - calls;
}

async function post(path: string, body: string, headers: Record<string, string>): Promise<number> {
  const outside = { referer: trapUrl, 'x-forwarded-host': trapUrl.slice('http://'.length), 'x-callback-url': trapUrl };
  const answer = await fetch(`${stack.api.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...outside, ...headers },
  });
  await answer.arrayBuffer();
  return answer.status;
}

const message = (own: object) => ({ type: 'message', message: { id: '1', quoteToken: 'q', ...own } });

test('no link in an event of LINE is opened', async () => {
  const person = createPerson(stack.line, 'en');
  const profile = {
    displayName: trapUrl,
    userId: person.userId,
    pictureUrl: `${trapUrl}/picture`,
    statusMessage: trapUrl,
  };
  stack.line.faults.add({
    route: 'profile',
    effect: { kind: 'status', status: 200, body: { ...profile, language: 'en' } },
    times: 1,
  });
  const links = { originalContentUrl: `${trapUrl}/a.jpg`, previewImageUrl: `${trapUrl}/b.jpg` };
  const events = [
    message({ type: 'image', contentProvider: { type: 'external', ...links } }),
    message({ type: 'video', duration: 1, contentProvider: { type: 'external', ...links } }),
    message({ type: 'text', text: `${trapUrl}/${'menu '.repeat(30)}` }),
    message({ type: 'sticker', packageId: trapUrl, stickerId: trapUrl, stickerResourceUrl: trapUrl }),
    { type: 'postback', postback: { data: trapUrl, params: { url: trapUrl } } },
    { type: 'postback', postback: { data: `v1.analyse.${trapUrl}.0.key` } },
    { type: 'somethingNew', url: trapUrl, callback: { href: trapUrl } },
  ].map((own, at) => ({
    mode: 'active',
    timestamp: Date.now(),
    webhookEventId: `01K00000000000000000000TRAP${at}`,
    replyToken: `${trapUrl}/reply`,
    source: { type: 'user', userId: person.userId, pictureUrl: trapUrl },
    ...own,
  }));
  const body = JSON.stringify({ destination: trapUrl, events });
  const signature = createHmac('sha256', stack.line.channelSecret).update(body).digest('base64');
  expect(await post('/webhooks/line', body, { 'x-line-signature': signature })).toBe(200);
  // Whatever those have caused has been done before this is answered.
  await person.type('help');
  await person.untilReceived(1);
  expect(await visits()).toBe(visitsBefore);
});

test('no link in a webhook of Gemini, in its headers or in a token is opened', async () => {
  const id = `${trapUrl}/batches/abc`;
  const body = JSON.stringify({
    type: 'batch.succeeded',
    data: { id, name: id, output_file_uri: `${trapUrl}/out.jsonl`, user_metadata: { hyoban: trapUrl, url: trapUrl } },
    user_metadata: { hyoban: `k1.${Buffer.from(trapUrl).toString('base64url').padEnd(60, 'A')}` },
  });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = `v1,${createHmac('sha256', key).update(`${trapUrl}.${timestamp}.${body}`).digest('base64')}`;
  const signed = { 'webhook-id': trapUrl, 'webhook-timestamp': timestamp };
  expect(await post('/webhooks/gemini', body, { ...signed, 'webhook-signature': signature })).toBe(200);

  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  const keyAddress = { jku: `${trapUrl}/jwks.json`, x5u: `${trapUrl}/cert.pem`, kid: `${trapUrl}/key`, jwk };
  const token = await new SignJWT({ iss: trapUrl, aud: trapUrl, sub: trapUrl, jwks_uri: trapUrl })
    .setProtectedHeader({ alg: 'RS256', ...keyAddress })
    .setIssuedAt()
    .sign(privateKey);
  // 503 when the real key set could not be had in time.
  expect([401, 503]).toContain(await post('/webhooks/gemini', body, { ...signed, 'webhook-signature': token }));
  expect(await visits()).toBe(visitsBefore);
});

const support = (text: string) => ({ segment: { endIndex: Buffer.byteLength(text) }, groundingChunkIndices: [0] });
const answer = (text: string, groundingMetadata: object) => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP', groundingMetadata }],
  modelVersion: 'gemini-3.5-flash',
});

test('no link in what the model says and cites is opened, from the tap to the page of the report', async () => {
  const person = createPerson(stack.line, 'en');
  const name = 'Trap Diner';
  const chunk = (uri: string) => ({ uri, title: name, placeId: 'places/ChIJtrap', text: trapUrl });
  const prose = `${name} is loved, see ${trapUrl}/blog and ![photo](${trapUrl}/photo.png).`;
  const found = answer(prose, {
    groundingChunks: [
      { maps: { ...chunk(`${trapUrl}/maps`), placeAnswerSources: { reviewSnippets: [{ googleMapsUri: trapUrl }] } } },
    ],
    groundingSupports: [support(prose)],
  });
  const cited = answer(prose, {
    groundingChunks: [{ web: { uri: `${trapUrl}/redirect`, title: 'trap.example' } }],
    groundingSupports: [support(prose)],
    searchEntryPoint: { renderedContent: `<style>@import url(${trapUrl}/s.css)</style><img src="${trapUrl}/i.png">` },
  });
  const { faults } = stack.gemini;
  faults.add({ route: 'generateContent', effect: { kind: 'status', status: 200, body: found }, times: 1 });
  const data = await findPatiently(person);
  faults.add({ route: 'generateContent', effect: { kind: 'status', status: 200, body: cited }, times: 1 });
  faults.add({ route: 'batchItem', effect: { kind: 'behaviour', name: 'hostile-links' }, times: 1 });
  await tapPatiently(person, data);
  const { reports } = await analysisOf(stack, person, data).result();
  expect(reports[0]).toMatchObject({
    placeName: name,
    mapsUri: `${trapUrl}/maps`,
    sources: [{ uri: `${trapUrl}/redirect` }],
  });

  const { token } = await nextReport(person);
  const page = await fetch(`${stack.api.url}/r/${token}`, { headers: { 'x-forwarded-host': 'attacker.example' } });
  const html = await page.text();
  expect([page.status, html.includes(`${trapUrl}/redirect`), html.includes('attacker.example')]).toEqual([
    200,
    true,
    false,
  ]);
  expect(await visits()).toBe(visitsBefore);
}, 60_000);

test('no name of a file or job leads to another server', async () => {
  const gemini = createGeminiClient({
    apiKey: stack.gemini.geminiApiKey,
    baseUrl: stack.gemini.url,
    groundingModel: 'gemini-3.5-flash',
    reportModel: 'gemini-3.5-flash',
    timeoutMs: 5000,
  });
  const host = trapUrl.slice('http:'.length);
  for (const name of [
    trapUrl,
    host,
    `files/x@${host.slice(2)}`,
    `files/../..${host}`,
    `batches/..${host}`,
    `files/x?u=${trapUrl}`,
  ]) {
    await expect(gemini.downloadResults(name)).rejects.toThrow('Not the name of a file or batch');
    await expect(gemini.getBatch(name)).rejects.toThrow('Not the name of a file or batch');
  }
  expect(await visits()).toBe(visitsBefore);
});

test('the trap would have noticed', async () => {
  await (await fetch(trapUrl)).arrayBuffer();
  expect(await visits()).toBe(visitsBefore + 1);
});
