import type { Route } from '../../src/simulator/core/server.ts';
import { sharedControls } from '../../src/simulator/core/shared-controls.ts';
import { batchRoutes } from '../../src/simulator/gemini/batches/routes.ts';
import { geminiControls } from '../../src/simulator/gemini/control.ts';
import { fileRoutes } from '../../src/simulator/gemini/files/routes.ts';
import { uploadRoutes } from '../../src/simulator/gemini/files/upload.ts';
import { modelRoutes } from '../../src/simulator/gemini/model/routes.ts';
import { webhookRoutes } from '../../src/simulator/gemini/webhooks/routes.ts';
import { lineControls } from '../../src/simulator/line/control/routes.ts';
import { lineEndpoints } from '../../src/simulator/line/routes/all.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start.ts';
import { mutateJson } from '../fuzz/mutate-json.ts';
import { diceOf } from '../fuzz/random.ts';

/** Routes are only listed here, never called: they need nothing around them. */
const nothing = { settings: { moreModels: [], docsCompat: false }, registered: new Map() } as never;

const lineRoutes = lineEndpoints(nothing);
const geminiRoutes: Route[] = [
  ...modelRoutes(nothing, nothing),
  ...uploadRoutes(nothing, nothing, nothing).routes,
  ...fileRoutes(nothing, nothing),
  ...batchRoutes(nothing),
  ...webhookRoutes(nothing),
];
const controls = { line: lineControls(nothing), gemini: geminiControls(nothing, nothing) };

const hostile = [
  'half \uD83D of an emoji',
  '\uDC00',
  '\u0000',
  '\u202Emoc.live\u202C',
  '__proto__',
  'constructor',
  'NaN',
  '1e309',
  '-0',
  'x'.repeat(20_000),
  '👨‍👩‍👧‍👦'.repeat(2000),
  '%zz',
  '../../../etc/passwd',
];

/** Bodies that nothing else would send. */
const bodies = [
  '',
  'null',
  '[]',
  '"text"',
  '1e400',
  '{',
  '{"a":',
  '\uFEFF{}',
  '[[[[',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
];

const part = { text: 'Restaurant: Din Tai Fung\nLanguage: en\nWhat do reviewers say?' };
const content = { role: 'user', parts: [part, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }] };
const schema = {
  type: 'OBJECT',
  properties: { name: { type: 'STRING', enum: ['a', 'b'] }, list: { type: 'ARRAY', items: { type: 'INTEGER' } } },
  required: ['name'],
};
const generate = {
  contents: [content],
  systemInstruction: { parts: [{ text: 'Be brief.' }] },
  safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
  toolConfig: { retrievalConfig: { latLng: { latitude: 25.03, longitude: 121.56 }, languageCode: 'zh-TW' } },
  generationConfig: { maxOutputTokens: 100, stopSequences: ['x'], candidateCount: 1, temperature: 0.5 },
};
const asJson = { responseMimeType: 'application/json', responseSchema: schema };
const message = {
  type: 'text',
  text: 'Hello $',
  emojis: [{ index: 6, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }],
};
const flex = {
  type: 'flex',
  altText: 'alt',
  contents: {
    type: 'bubble',
    body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: 'hi', flex: 1, size: 'xl' }] },
    footer: { type: 'button', action: { type: 'postback', label: 'ok', data: 'd', displayText: 'x' } },
  },
  quickReply: { items: [{ type: 'action', action: { type: 'message', label: 'a', text: 'b' } }] },
};

/** Bodies that the routes of a side take, to be spoilt. */
const samples = {
  gemini: [
    { ...generate, tools: [{ googleSearch: {} }] },
    { ...generate, tools: [{ googleMaps: {} }] },
    { ...generate, generationConfig: asJson },
    { ...generate, tools: [{ functionDeclarations: [{ name: 'f', description: 'd', parameters: schema }] }] },
    { content, outputDimensionality: 8, taskType: 'RETRIEVAL_QUERY' },
    { requests: [{ content }] },
    {
      batch: {
        displayName: 'job',
        inputConfig: { requests: { requests: [{ request: generate, metadata: { key: 'a' } }] } },
        webhookConfig: { uris: ['http://127.0.0.1:9/hook'], userMetadata: { a: 'b' } },
      },
    },
    { file: { name: 'files/abc', displayName: 'd', mimeType: 'jsonl', sizeBytes: '3' } },
    { name: 'n', uri: 'https://bot.example/hook', subscribed_events: ['batch.succeeded'] },
    { revocation_behavior: 'REVOKE_PREVIOUS_SECRETS_IMMEDIATELY' },
    { advanceSeconds: 1 },
    { route: '*', times: 1, effect: { kind: 'behaviour', name: 'slow', value: 1 } },
  ],
  line: [
    { to: 'U0', messages: [message, flex] },
    { replyToken: 'r', messages: [flex] },
    { to: ['U0'], messages: [message] },
    { messages: [message], recipient: { type: 'operator', and: [{ type: 'audience' }] }, limit: { max: 1 } },
    { chatId: 'U0', loadingSeconds: 5 },
    { endpoint: 'https://bot.example/hook' },
    {
      size: { width: 2500, height: 1686 },
      selected: false,
      name: 'menu',
      chatBarText: 'open',
      areas: [{ bounds: { x: 0, y: 0, width: 10, height: 10 }, action: { type: 'uri', uri: 'https://a.example' } }],
    },
    { richMenuAliasId: 'a', richMenuId: 'richmenu-1', userIds: ['U0'] },
    { userId: 'U0', type: 'text', text: 'hello' },
    { event: { type: 'message' }, times: 1 },
    { displayName: 'A', language: 'ja' },
    { limit: 1, used: 0 },
  ],
};

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1 });
});
afterAll(() => simulator.close());

/** A path that the pattern of a route takes, with a value in the place of each group. */
function pathOf({ pattern }: Pick<Route, 'pattern'>, value: string): string {
  return pattern.source
    .replaceAll(/^\^|\$$/g, '')
    .replaceAll('\\/', '/')
    .replaceAll('\\.', '.')
    .replaceAll(/\(\?<version>[^)]*\)/g, 'v1beta')
    .replaceAll(/\(\?<model>[^)]*\)/g, 'gemini-3.5-flash')
    .replaceAll(/\(\?<\w+>(?:[^()]|\([^()]*\))*\)/g, encodeURIComponent(value.toWellFormed()).slice(0, 8000))
    .replaceAll(/\(\?:([^()|]*)(?:\|[^()]*)?\)\??/g, '$1');
}

async function send(side: 'line' | 'gemini', method: string, path: string, body: string | undefined, at: string) {
  const { line, gemini } = simulator;
  const url = side === 'line' ? line?.url : gemini?.url;
  const headers = {
    authorization: `Bearer ${line?.channelAccessToken}`,
    'x-goog-api-key': gemini?.geminiApiKey ?? '',
    'content-type': 'application/json',
  };
  const withBody = method === 'GET' || method === 'HEAD' ? undefined : body;
  const answer = await fetch(`${url}${path}`, { method, headers, body: withBody });
  await answer.arrayBuffer();
  return answer.status >= 500 ? [`${method} ${path.slice(0, 200)} ${at} ${body?.slice(0, 500)}: ${answer.status}`] : [];
}

const rounds = 8;

async function attack(side: 'line' | 'gemini', routes: readonly Pick<Route, 'name' | 'method' | 'pattern'>[]) {
  const broken: string[] = [];
  for (const [index, route] of routes.entries()) {
    const dice = diceOf(1, index);
    for (const [at, body] of bodies.entries()) {
      broken.push(...(await send(side, route.method, pathOf(route, hostile[at] ?? 'x'), body, 'whole')));
    }
    if (route.method === 'GET') continue;
    for (let round = 0; round < rounds; round++) {
      const base = JSON.stringify(samples[side][round % samples[side].length]);
      const written = dice.onceIn(2)
        ? mutateJson(base, dice, 50_000)
        : base.replaceAll(/"(?=[^"]*"(?!\s*:))[^"]*"(?!\s*:)/g, (text) =>
            dice.onceIn(4) ? JSON.stringify(dice.pickOf(hostile)) : text,
          );
      broken.push(...(await send(side, route.method, pathOf(route, dice.pickOf(hostile) ?? ''), written, 'mutated')));
    }
  }
  return broken;
}

beforeEach(() => simulator.journal.reset());

const causes = () => simulator.journal.entries().flatMap(({ error }) => error ?? []);

test('no route of LINE answers hostile input with a 500', async () => {
  expect(await attack('line', lineRoutes)).toEqual([]);
  expect(causes()).toEqual([]);
}, 120_000);

test('no route of Gemini answers hostile input with a 500', async () => {
  expect(await attack('gemini', geminiRoutes)).toEqual([]);
  expect(causes()).toEqual([]);
}, 120_000);

test('no control route answers hostile input with a 500, and the journal can still be read', async () => {
  const shared = sharedControls(nothing);
  expect(await attack('line', [...controls.line, ...shared])).toEqual([]);
  expect(await attack('gemini', [...controls.gemini, ...shared])).toEqual([]);
  expect((await fetch(`${simulator.line?.url}/_sim/journal`)).status).toBe(200);
  expect(causes()).toEqual([]);
}, 120_000);

test.each(['Restaurant: 豆\uD83D', '\uDC00', 'Place: \uD83C'])(
  'half an emoji in a search is searched for: %j',
  async (text) => {
    const body = JSON.stringify({ contents: [{ parts: [{ text }] }], tools: [{ googleSearch: {} }] });
    expect(await send('gemini', 'POST', '/v1beta/models/gemini-3.5-flash:generateContent', body, '')).toEqual([]);
  },
);
