import { GoogleGenAI } from '@google/genai';
import { createClock } from '../../src/simulator/core/clock.ts';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/start.ts';
import { clientOf, startWebhook, text } from '../support/line-simulator.ts';
import { present } from '../support/person.ts';

const startMs = 1_780_000_000_000;
const idNames = new Set(['webhookEventId', 'replyToken', 'quoteToken', 'markAsReadToken', 'id']);
const model = 'gemini-3.5-flash';

/** Every id that both vendors give out in one short life of the simulator, with a clock that stands still. */
async function idsOfOneStart(options: Partial<SimulatorOptions> = {}) {
  const clock = createClock(() => startMs);
  const simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1, clock, ...options });
  const line = present(simulator.line);
  const gemini = present(simulator.gemini);
  const bot = await startWebhook();
  line.setWebhookUrl(bot.url);
  const client = clientOf(line.url, line.channelAccessToken);
  const ai = new GoogleGenAI({ apiKey: gemini.geminiApiKey, httpOptions: { baseUrl: gemini.url } });

  await line.act({ userId: line.userId, type: 'text', text: 'hello' });
  const pushed = await client.pushMessageWithHttpInfo({ to: line.userId, messages: [text('hi')] });
  const menu = await client.createRichMenu({
    size: { width: 2500, height: 843 },
    areas: [{ bounds: { x: 0, y: 0, width: 10, height: 10 }, action: { type: 'message', text: 'a', label: 'a' } }],
    selected: false,
    name: 'menu',
    chatBarText: 'menu',
  });
  const newcomer = line.addUser({}).userId;
  const group = line.addGroup({ memberIds: [newcomer] }).groupId;
  const file = await ai.files.upload({ file: new Blob(['{}']), config: { mimeType: 'text/plain' } });
  const job = await ai.batches.create({ model, src: [{ contents: 'one' }] });
  const answer = await ai.models.generateContent({ model, contents: 'one' });
  const hook = await ai.webhooks.create({
    name: 'h',
    uri: 'https://example.com/h',
    subscribed_events: ['batch.succeeded'],
  });

  const inEvents: string[] = [];
  JSON.stringify(bot.events(), (name, value) => {
    if (idNames.has(name)) inEvents.push(String(value));
    return value;
  });
  const uploadId = /upload_id=(\w+)/.exec(JSON.stringify(simulator.journal.entries()))?.[1];
  await simulator.close();
  await bot.close();
  const fromLine = [
    ...inEvents,
    pushed.httpResponse.headers.get('x-line-request-id'),
    ...pushed.body.sentMessages.map(({ id }) => id),
    menu.richMenuId,
    newcomer,
    group,
  ];
  const fromGemini = [file.name, uploadId, job.name, answer.responseId, hook.id, hook.new_signing_secret];
  return { ids: [...fromLine, ...fromGemini].map(present), residents: line.userId, oldJob: present(job.name) };
}

test('no id repeats across two starts with one seed, though the clock stands at the same moment', async () => {
  const [first, second] = [await idsOfOneStart(), await idsOfOneStart()];
  expect(first.ids).toHaveLength(16);
  expect(new Set([...first.ids, ...second.ids]).size).toBe(32);
  expect(second.residents).toBe(first.residents);
});

test('an idSeed gives the same ids at each start', async () => {
  const [first, second] = [await idsOfOneStart({ idSeed: 1 }), await idsOfOneStart({ idSeed: 1 })];
  expect(second).toEqual(first);
  expect((await idsOfOneStart({ idSeed: 2 })).ids).not.toEqual(first.ids);
});

test('a job of an earlier start is not found', async () => {
  const { oldJob } = await idsOfOneStart();
  const simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1 });
  const { url: baseUrl, geminiApiKey: apiKey } = present(simulator.gemini);
  const ai = new GoogleGenAI({ apiKey, httpOptions: { baseUrl } });
  await ai.batches.create({ model, src: [{ contents: 'another' }] });
  await expect(ai.batches.get({ name: oldJob })).rejects.toMatchObject({ status: 404 });
  await simulator.close();
});

test('people given at the start keep their ids over starts and resets', async () => {
  const people = [{ displayName: '美玲' }, { displayName: 'さくら', userId: `U${'0'.repeat(32)}` }];
  const idsOf = async () => {
    const simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1, line: { people } });
    const line = present(simulator.line);
    const before = line.users();
    line.addUser({ displayName: 'Passer-by' });
    line.reset();
    expect(line.users()).toEqual(before);
    await simulator.close();
    return before.map(({ displayName, userId }) => [displayName, userId]);
  };
  const first = await idsOf();
  expect(first.map(([name]) => name)).toEqual(['Alex', '美玲', 'さくら']);
  expect(await idsOf()).toEqual(first);
});
