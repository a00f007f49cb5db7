import type { Call } from '../../src/simulator/core/call.ts';
import { createClock } from '../../src/simulator/core/clock.ts';
import { createFaults, type Faults } from '../../src/simulator/core/faults.ts';
import { startSimulator } from '../../src/simulator/start.ts';
import { clientOf, refusal, startWebhook, text } from '../support/line-simulator.ts';
import { present } from '../support/person.ts';
import { newest } from './simulator-faults-support.ts';
import { closeLater, model, sdk } from './simulator-gemini-support.ts';

type Asked = { route: string; name: string; about?: string };

/** Faults that remember what they were asked; `strikes` decides. */
function asking(strikes: (asked: Asked) => boolean, take: (route: string, call: Call) => boolean = () => false) {
  const asked: Asked[] = [];
  const faults: Faults = {
    ...createFaults(1),
    take: (route, call) => (take(route, call) ? { kind: 'status', status: 418 } : undefined),
    takeBehaviour(route, name, about) {
      asked.push({ route, name, about });
      return strikes({ route, name, about }) ? { value: undefined } : undefined;
    },
  };
  return { faults, asked };
}

const isUnlucky = (_route: string, { headers, rawBody }: Call) =>
  headers['user-agent']?.startsWith('@line') === true && rawBody.includes('unlucky');

const aboutOf = (asked: Asked[]) => asked.flatMap(({ route, about }) => (route === 'webhook' ? [about] : []));

async function start(faults: { line?: Faults; gemini?: Faults }) {
  const clock = createClock(() => 1_780_000_000_000);
  const simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 7, clock, faults });
  closeLater(simulator.close);
  return { ...simulator, line: present(simulator.line), gemini: present(simulator.gemini) };
}

test('faults of one’s own see who calls, with headers and body, on each side', async () => {
  const { line, gemini } = await start({ line: asking(() => false, isUnlucky).faults });
  const bot = clientOf(line.url, line.channelAccessToken);
  const say = (content: string) => bot.pushMessage({ to: line.userId, messages: [text(content)] });
  expect(await refusal(say('unlucky'))).toMatchObject({ status: 418 });
  await say('lucky');
  const answer = await sdk(gemini).models.generateContent({ model, contents: 'unlucky' });
  expect(answer.text).toContain('unlucky');
});

test('faults of one’s own are told which chat and which job a webhook is about', async () => {
  const bot = await startWebhook();
  closeLater(bot.close);
  const onLine = asking(({ name }) => name === 'duplicate-webhook');
  const onGemini = asking(({ name }) => name === 'doubled');
  const { line, gemini, clock, journal } = await start({ line: onLine.faults, gemini: onGemini.faults });
  line.setWebhookUrl(bot.url);
  const { groupId } = line.addGroup({ memberIds: [line.userId] });
  await line.act({ userId: line.userId, type: 'text', text: 'x' });
  await line.act({ userId: line.userId, chatId: groupId, type: 'text', text: 'x' });
  const config = { webhookConfig: { uris: [bot.url] } };
  const job = await sdk(gemini).batches.create({ model, src: [{ contents: 'x' }], config });
  await clock.advance(8000);
  await gemini.webhooks.settled();
  expect([...new Set(aboutOf(onLine.asked))]).toEqual([line.userId, groupId]);
  expect([...new Set(aboutOf(onGemini.asked))]).toEqual([job.name]);
  expect(bot.received).toHaveLength(6);
  expect(newest(journal, 'webhook')?.fault).toBe('behaviour:doubled');
});

test('faults of one’s own can be added to, and a slip is refused before they see it', async () => {
  const own = createFaults(1);
  const { line } = await start({ line: own });
  line.faults.add({ route: 'push', effect: { kind: 'html' } });
  expect(() => line.faults.add({ route: 'pusch', effect: { kind: 'html' } })).toThrow(/no route "pusch"/);
  expect(own.list()).toEqual([{ route: 'push', effect: { kind: 'html' }, times: 1 }]);
  line.faults.reset();
  expect(own.list()).toEqual([]);
});
