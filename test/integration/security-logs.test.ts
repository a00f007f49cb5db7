import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/cli/free-port.ts';
import { loadConfig } from '../../src/config-loading.ts';
import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import type { LineSimulator } from '../../src/simulator/line/simulator.ts';
import { lineWebhookUrl, type Simulator, startSimulator } from '../../src/simulator/start.ts';
import { taipei } from '../support/analyses.ts';
import { createPerson, type Person, present, until } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startDevServer } from '../support/temporal.ts';
import { findPatiently, type HyobanProcess, nextReport, startHyoban, tapPatiently } from './security-support.ts';

/** What vendors and people say in this story, to be looked for in the logs. */
const said = {
  'typed place': 'MARKERPLACE ramen near Namba',
  'typed text': 'MARKERTEXT what a long sentence that is no place at all, and only gets the help as its answer',
  'error of Gemini': 'MARKERGEMINI prompt was: best noodles of Namba',
  'error of LINE': 'MARKERLINE could not send: best noodles',
  'name of a person': 'MARKERNAME Hanako',
  'forged button': 'v1.analyse.MARKERBUTTON.0.key',
};
const webhookSecret = `whsec_${Buffer.from('MARKERSECRET'.repeat(3)).toString('base64')}`;

let temporal: Awaited<ReturnType<typeof startDevServer>>;
let simulator: Simulator;
let line: LineSimulator;
let gemini: GeminiSimulator;
const processes: HyobanProcess[] = [];
let apiUrl: string;

beforeAll(async () => {
  temporal = await startDevServer();
  simulator = await startSimulator({
    linePort: 0,
    geminiPort: 0,
    seed: 1,
    batchSeconds: 0.2,
    signatureTimeMs: Date.now,
    gemini: { shuffleResults: true },
  });
  line = present(simulator.line);
  gemini = present(simulator.gemini);
  const apiPort = await freePort();
  apiUrl = `http://127.0.0.1:${apiPort}`;
  line.setWebhookUrl(lineWebhookUrl(apiUrl));
  const config = {
    ...loadConfig({}),
    ...temporal.keys,
    temporalAddress: temporal.address,
    logLevel: 'trace' as const,
    apiPort,
    adminPort: 0,
    workerMetricsPort: 0,
    publicUrl: apiUrl,
    lineChannelSecrets: [line.channelSecret],
    lineChannelAccessToken: line.channelAccessToken,
    lineApiBaseUrl: line.url,
    lineDataApiBaseUrl: line.url,
    geminiApiKey: gemini.geminiApiKey,
    geminiBaseUrl: gemini.url,
    geminiWebhookSecrets: [webhookSecret],
  };
  processes.push(
    ...(await Promise.all([startHyoban('api', config, '"listening"'), startHyoban('worker', config, '"polling"')])),
  );
}, 120_000);

afterAll(async () => {
  for (const each of processes) await each.kill();
  await simulator.close();
  await temporal.stop();
  await shutDownRuntime();
});

const error = (message: string) => ({
  error: { code: 400, message, status: 'INVALID_ARGUMENT', details: [{ message }] },
});

/** Everything that goes wrong here says something that must not be repeated. */
async function live(person: Person): Promise<void> {
  const { 'error of Gemini': geminiError, 'error of LINE': lineError } = said;
  const refused = {
    kind: 'status',
    status: 400,
    body: { message: lineError, details: [{ message: lineError, property: 'to' }] },
  } as const;
  await person.type(said['typed place']);
  await person.next();
  // In both forms.
  line.faults.add({ route: 'reply', effect: refused, times: 2 });
  await person.type(said['typed text']);
  while (line.faults.list().length > 0) await sleep(20);
  await person.type('status');
  await person.next();

  const geminiRefuses = () =>
    gemini.faults.add({
      route: 'generateContent',
      effect: { kind: 'status', status: 400, body: error(geminiError) },
      times: 1,
    });
  geminiRefuses();
  await person.shareLocation(...taipei);
  await person.next();
  const data = await findPatiently(person);
  geminiRefuses();
  const working = await tapPatiently(person, data);
  const apology = await person.next();
  expect([working.via, apology.via]).toEqual(['reply', 'push']);

  gemini.faults.add({
    route: 'uploadStart',
    effect: { kind: 'status', status: 503, body: error(geminiError) },
    times: 1,
  });
  gemini.faults.add({ route: 'batchItem', effect: { kind: 'behaviour', name: 'invalid-json' }, times: 1 });
  line.faults.add({ route: 'push', effect: { kind: 'status', status: 500, body: { message: lineError } }, times: 1 });
}

async function postForged(): Promise<void> {
  const body = JSON.stringify({ destination: said['name of a person'], events: [{ text: said['typed text'] }] });
  for (const path of ['/webhooks/line', '/webhooks/gemini', `/r/${said['forged button']}`, `/${said['typed text']}`]) {
    const headers = {
      'content-type': 'application/json',
      'x-line-signature': line.channelSecret,
      'webhook-signature': `v1,${webhookSecret}`,
      'webhook-id': said['name of a person'],
      authorization: `Bearer ${line.channelAccessToken}`,
    };
    await (await fetch(`${apiUrl}${path}`, { method: 'POST', body, headers })).arrayBuffer();
  }
}

/** Values of members of these names, wherever they stand in what went to and from the vendors. */
function valuesOf(...names: string[]): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (names.includes(name) && (typeof inner === 'string' || typeof inner === 'number')) found.add(String(inner));
      else look(inner);
    }
  };
  for (const { requestBody, responseBody } of simulator.journal.entries()) look([requestBody, responseBody]);
  return [...found];
}

test('the logs of API and worker, in full, name no person, place, text or secret of a story with faults', async () => {
  const person = createPerson(line, 'en');
  const other = line.addUser({ displayName: said['name of a person'], language: 'ja', friendship: 'friend' });
  await line.act({ userId: other.userId, type: 'location', latitude: 35.658581, longitude: 139.745433 });
  await until('an answer', line.subscribe, () => line.chat(other.userId).items.some((item) => item.from === 'bot'));
  await live(person);
  await postForged();
  const data = await findPatiently(person);
  await tapPatiently(person, data);
  await nextReport(person);
  await gemini.webhooks.deliver({ wrongSignature: true });
  await temporal.halt();
  await person.tap(data);
  await person.tap(data);
  await temporal.restart();
  const log = processes.map((each) => each.printed()).join('');

  const restaurants = valuesOf('title').filter((title) => !title.includes('.example'));
  const forbidden: Record<string, string[]> = {
    ...Object.fromEntries(Object.entries(said).map(([what, marker]) => [what, [marker, marker.split(' ')[0] ?? '']])),
    'id of a person': [person.userId, other.userId],
    coordinates: ['25.0339', '121.5645', '35.658', '139.745'],
    'reply token': valuesOf('replyToken'),
    restaurant: restaurants,
    'place id': valuesOf('placeId').map((id) => id.replace('places/', '')),
    link: valuesOf('uri').filter((uri) => !uri.startsWith(apiUrl)),
    secret: [
      line.channelSecret,
      line.channelAccessToken,
      gemini.geminiApiKey,
      webhookSecret,
      webhookSecret.slice('whsec_'.length),
      temporal.keys.idKey,
      ...temporal.keys.encryptionKeys.split(':').slice(1),
    ],
  };
  for (const [what, markers] of Object.entries(forbidden)) {
    expect([what, markers.length > 0 && markers.every((marker) => marker.length > 3)]).toEqual([what, true]);
    const leaks = markers.flatMap((marker) =>
      [
        marker,
        JSON.stringify(marker).slice(1, -1),
        encodeURIComponent(marker),
        Buffer.from(marker).toString('base64').replace(/.{4}$/, ''),
      ]
        .filter((spelling) => log.includes(spelling))
        .map((spelling) => log.slice(Math.max(0, log.indexOf(spelling) - 200), log.indexOf(spelling) + 200)),
    );
    expect([what, leaks]).toEqual([what, []]);
  }
  // The faults were met and told, so there was something to keep silent about.
  expect(
    log.match(
      /"level":(10|20)|a reply was not accepted|a Gemini webhook was not taken|an event could not be handled|Activity failed/g,
    ),
  ).toEqual(
    expect.arrayContaining([
      'a reply was not accepted',
      'a Gemini webhook was not taken',
      'an event could not be handled',
      'Activity failed',
    ]),
  );
}, 120_000);
