import { createHmac } from 'node:crypto';
import type { LineBehaviour } from '../../src/simulator/line/known-faults.ts';
import { refusal, startLine, startWebhook, text } from '../support/line-simulator.ts';
import { addFault, behaviour, documentedNames, newest } from './simulator-faults-support.ts';

let sim: Awaited<ReturnType<typeof startLine>>;
let webhook: Awaited<ReturnType<typeof startWebhook>>;

beforeEach(async () => {
  webhook = await startWebhook();
  sim = await startLine({ webhookUrl: webhook.url });
});

afterEach(async () => {
  await sim.line.close();
  await webhook.close();
});

const push = () => sim.bot.pushMessage({ to: sim.line.userId, messages: [text('x')] });
const shown = () => sim.line.chat(sim.line.userId).items.length;
const say = (content: string) => sim.line.act({ userId: sim.line.userId, type: 'text', text: content });
const fault = async (route: string, name: LineBehaviour, value?: unknown) =>
  expect(await addFault(sim.line.url, behaviour(route, name, value))).toBe(201);
const mark = (route: string) => newest(sim.journal, route)?.fault;
const webhookMarks = () =>
  sim.journal.entries().flatMap((entry) => (entry.side === 'line-webhook' ? [entry.fault] : []));

function isSigned(index: number): boolean {
  const { body = '', headers } = webhook.received[index] ?? {};
  const signature = createHmac('sha256', sim.line.channelSecret).update(body, 'utf8').digest('base64');
  return headers?.['x-line-signature'] === signature;
}

async function refused(name: LineBehaviour, message: string) {
  await fault('push', name);
  expect(await refusal(push())).toMatchObject({ status: 429, body: { message } });
  expect(mark('push')).toBe(`behaviour:${name}`);
  expect(shown()).toBe(0);
  expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 0 });
  await push();
  expect(mark('push')).toBeUndefined();
}

/** One check for each behaviour, by what the bot sees and what LINE has done. */
const rows: Record<LineBehaviour, () => Promise<void>> = {
  'rate-limited': () => refused('rate-limited', 'The API rate limit has been exceeded. Try again later.'),

  'monthly-limit': () => refused('monthly-limit', 'You have reached your monthly limit.'),

  async 'accepted-then-500'() {
    await fault('push', 'accepted-then-500');
    expect(await refusal(push())).toMatchObject({ status: 500 });
    expect(mark('push')).toBe('behaviour:accepted-then-500');
    expect(shown()).toBe(1);
    expect(await sim.bot.getMessageQuotaConsumption()).toEqual({ totalUsage: 1 });
  },

  async 'no-language'() {
    await fault('profile', 'no-language');
    const profile = await sim.bot.getProfile(sim.line.userId);
    expect(profile).toEqual({ userId: sim.line.userId, displayName: 'Alex' });
    expect(mark('profile')).toBe('behaviour:no-language');
    expect(await sim.bot.getProfile(sim.line.userId)).toEqual({ ...profile, language: 'en' });
  },

  async lost() {
    await fault('webhook', 'lost');
    expect(await say('anyone?')).toMatchObject({ status: undefined, reason: 'not_sent', attempts: 0 });
    await sim.clock.advance(24 * 3_600_000);
    expect(webhook.received).toEqual([]);
    expect(shown()).toBe(1);
    expect(newest(sim.journal, 'webhook')).toMatchObject({
      fault: 'behaviour:lost',
      status: undefined,
      requestBody: { events: [{ message: { text: 'anyone?' } }] },
    });
    await say('now?');
    expect(webhook.events()).toMatchObject([{ message: { text: 'now?' } }]);
  },

  async late() {
    await fault('webhook', 'late', 90);
    expect(await say('first')).toMatchObject({ reason: 'not_sent', attempts: 0 });
    await say('second');
    await sim.clock.advance(89_000);
    expect(webhook.events().map(({ message }) => message.text)).toEqual(['second']);
    await sim.clock.advance(1000);
    expect(webhook.events().map(({ message }) => message.text)).toEqual(['second', 'first']);
    expect(webhookMarks()).toEqual([undefined, 'behaviour:late']);
    expect(isSigned(1)).toBe(true);
    const { replyToken } = webhook.events()[1];
    await sim.bot.replyMessage({ replyToken, messages: [text('at last')] });
  },

  async 'duplicate-webhook'() {
    await fault('webhook', 'duplicate-webhook');
    await say('twice');
    expect(webhook.events()).toHaveLength(2);
    expect(webhook.events()[1]).toEqual(webhook.events()[0]);
    expect(webhookMarks()).toEqual(['behaviour:duplicate-webhook', 'behaviour:duplicate-webhook']);
    expect(shown()).toBe(1);
  },

  async 'wrong-signature'() {
    await fault('webhook', 'wrong-signature');
    await say('who am I?');
    await say('it is me');
    expect([isSigned(0), isSigned(1)]).toEqual([false, true]);
    expect(webhookMarks()).toEqual(['behaviour:wrong-signature', undefined]);
  },

  async standby() {
    await fault('webhook', 'standby');
    await say('to the other one');
    await say('to you');
    expect(webhook.events()).toMatchObject([{ mode: 'standby' }, { mode: 'active' }]);
    expect(webhook.events().map((event) => 'replyToken' in event)).toEqual([false, true]);
    expect(webhookMarks()).toEqual(['behaviour:standby', undefined]);
  },

  async 'no-user-id'() {
    const { groupId } = sim.line.addGroup({ memberIds: [sim.line.userId] });
    await fault('webhook', 'no-user-id');
    await say('in person');
    await sim.line.act({ userId: sim.line.userId, chatId: groupId, type: 'text', text: 'in the group' });
    expect(webhook.events().map(({ source }) => source)).toEqual([
      { type: 'user', userId: sim.line.userId },
      { type: 'group', groupId },
    ]);
    expect(webhookMarks()).toEqual([undefined, 'behaviour:no-user-id']);
  },
};

test('every behaviour of LINE in the page has a row, and every row is in the page', () => {
  expect(Object.keys(rows).toSorted()).toEqual(documentedNames('LINE'));
});

test.each(Object.entries(rows))('%s does what the page says', async (_name, check) => {
  expect.hasAssertions();
  await check();
});

test('a late event that has not been sent by the time of a reset is forgotten', async () => {
  await fault('webhook', 'late');
  await say('too late');
  sim.line.reset();
  await sim.clock.advance(3_600_000);
  expect(webhook.received).toEqual([]);
});

test('several faults can meet one event, and all of them stand in the journal with what came of it', async () => {
  await webhook.close();
  for (const name of ['late', 'standby', 'wrong-signature'] as const) await fault('webhook', name);
  await say('x');
  await sim.clock.advance(60_000);
  expect(webhookMarks()).toEqual(['behaviour:standby, behaviour:late, behaviour:wrong-signature, could_not_connect']);
});

test('an event that nobody is to get uses up no fault', async () => {
  await sim.line.close();
  sim = await startLine();
  await fault('webhook', 'lost');
  await say('x');
  expect(sim.line.faults.list()).toHaveLength(1);
});
