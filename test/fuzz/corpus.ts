import { z } from 'zod';
import { parseButtonData } from '../../src/line/button-data.ts';
import type { LineSimulator, UserAction } from '../../src/simulator/line/simulator.ts';
import { analysisWorkflowId } from '../../src/workflows/contract.ts';
import { findPatiently, nextReport, tapPatiently } from '../integration/security-support.ts';
import { analysisOf, untilStage } from '../support/analyses.ts';
import { buttonFor, createPerson, present } from '../support/person.ts';
import type { Stack } from '../support/stack.ts';

/** Bodies of webhooks as the simulated vendors sent them. */
export type Corpus = { line: string[]; gemini: string[] };

/** Kinds of events that no person of the simulator can cause ("Webhook Event Objects"). */
const otherEvents = [
  { type: 'memberJoined', joined: { members: [{ type: 'user', userId: `U${'0'.repeat(32)}` }] } },
  { type: 'memberLeft', left: { members: [{ type: 'user', userId: `U${'0'.repeat(32)}` }] }, replyToken: null },
  { type: 'messageEdited', message: { id: '1', type: 'text', text: 'edited', quoteToken: 'q' } },
  { type: 'videoPlayComplete', videoPlayComplete: { trackingId: 't' } },
  { type: 'beacon', beacon: { hwid: 'd41d8cd98f', type: 'enter' } },
  { type: 'accountLink', link: { result: 'ok', nonce: 'n' } },
  { type: 'membership', membership: { type: 'joined', membershipId: 1 } },
  { type: 'module', module: { type: 'attached', botId: 'b', scopes: ['message:send'] }, replyToken: null },
  { type: 'botSuspended', source: null, replyToken: null },
  {
    type: 'message',
    message: { id: '1', type: 'video', duration: 1, contentProvider: { type: 'line' }, quoteToken: 'q' },
  },
  { type: 'message', message: { id: '1', type: 'file', fileName: 'a.txt', fileSize: 1 } },
  {
    type: 'message',
    message: {
      id: '1',
      type: 'text',
      text: '@Hyoban ramen',
      mention: { mentionees: [{ index: 0, length: 7, type: 'user', isSelf: true }] },
      quoteToken: 'q',
    },
  },
];

/** Plays a story of every kind of event on a stack and takes the bodies out of the journal. */
export async function recordCorpus(stack: Stack): Promise<Corpus> {
  await playWholeReport(stack);
  await playEverythingElse(stack.line);
  const running = await playRunningReport(stack);
  for (const type of ['batch.failed', 'batch.expired', 'batch.cancelled', 'ping', 'interaction.completed'])
    await stack.gemini.webhooks.deliver({ foreign: true, type });
  const bodiesOf = (side: string) =>
    stack.simulator.journal
      .entries()
      .flatMap((entry) => (entry.side === side ? [JSON.stringify(entry.requestBody)] : []));
  const line = bodiesOf('line-webhook');
  const gemini = bodiesOf('gemini-webhook');
  return {
    line: [
      ...ofEachForm(line),
      ...running.buttons.map((data) => withButton(present(running.body), data)),
      severalEvents(ofEachForm(line)),
    ],
    gemini: [...ofEachForm(gemini), ...running.batches],
  };
}

/** One body of each form: how often a button was tapped on a busy machine must not change what a seed means. */
function ofEachForm(bodies: string[]): string[] {
  return [...new Map(bodies.map((body) => [formOf(body), body])).values()];
}

/** A body without ids, times and places. */
const formOf = (body: string) => body.replaceAll(/[\w-]{20,}|\d{5,}|\.\d\./g, '#');

async function playWholeReport(stack: Stack): Promise<void> {
  const person = createPerson(stack.line, 'en');
  const data = await findPatiently(person);
  await tapPatiently(person, data);
  await nextReport(person);
  await analysisOf(stack, person, data).result();
  await tapPatiently(person, data);
  const { item } = await nextReport(person);
  await tapPatiently(person, buttonFor(item, 'again'));
}

async function playEverythingElse(line: LineSimulator): Promise<void> {
  const { userId } = line.addUser({ displayName: 'Everything', language: 'ja', friendship: 'friend' });
  const { groupId } = line.addGroup({ memberIds: [userId] });
  const actions: UserAction[] = [
    { userId, type: 'text', text: 'help' },
    { userId, type: 'text', text: 'status' },
    { userId, type: 'text', text: 'ramen near Namba' },
    { userId, type: 'text', text: `long ${'text '.repeat(40)}` },
    { userId, type: 'sticker' },
    { userId, type: 'image' },
    { userId, type: 'location', latitude: 35.6586, longitude: 139.7454, title: 'Tower', address: 'Tokyo' },
    { userId, chatId: groupId, type: 'text', text: 'hello' },
    { userId, chatId: groupId, type: 'location', latitude: 25, longitude: 121 },
    { userId, chatId: groupId, type: 'leave' },
    { userId, chatId: groupId, type: 'join' },
    { userId, type: 'unfollow' },
    { userId, type: 'follow' },
  ];
  for (const action of actions) await line.act(action);
  const sent = line.chat(userId).items.find((item) => item.from === 'user');
  if (sent) await line.act({ userId, type: 'unsend', messageId: sent.id });
  for (const event of otherEvents) {
    const body = JSON.stringify({ userId, event });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${line.url}/_sim/events/raw`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

/** An analysis that goes on waiting, so that buttons and webhooks about it meet a run. */
async function playRunningReport(stack: Stack) {
  stack.gemini.faults.add({ route: 'batchGenerateContent', effect: { kind: 'behaviour', name: 'stuck-pending' } });
  const person = createPerson(stack.line, 'zh-TW');
  const data = await findPatiently(person);
  await tapPatiently(person, data);
  await untilStage(analysisOf(stack, person, data), 'waiting');
  const card = await tapPatiently(person, data);
  const taps = stack.simulator.journal.entries().filter((entry) => entry.side === 'line-webhook');
  const { digests, keyRing } = stack.temporal.installation;
  const workflowId = analysisWorkflowId(digests.chatKey(person.userId), present(parseButtonData(data)).placeKey);
  const id = present(stack.gemini.batches().at(-1)).name;
  const hyoban = keyRing.sealText(workflowId, 'webhook-metadata');
  return {
    body: JSON.stringify(taps.at(-1)?.requestBody),
    buttons: ['now', 'cancel'].map((action) => buttonFor(card, action)),
    batches: [
      {
        type: 'batch.succeeded',
        version: 'v1',
        data: { id, output_file_uri: 'files/batch-x', user_metadata: { hyoban } },
      },
      { type: 'batch.succeeded', version: 'v1', data: { id } },
    ].map((event) => JSON.stringify(event)),
  };
}

const bodySchema = z.object({ destination: z.string(), events: z.array(z.looseObject({})) });

function withButton(body: string, data: string): string {
  const { destination, events } = bodySchema.parse(JSON.parse(body));
  return JSON.stringify({ destination, events: events.map((event) => ({ ...event, postback: { data } })) });
}

/** The connectivity check, and one body with an event of each kind. */
function severalEvents(bodies: string[]): string {
  const parsed = bodies.map((body) => bodySchema.parse(JSON.parse(body)));
  return JSON.stringify({
    destination: parsed[0]?.destination ?? '',
    events: parsed.slice(0, 12).flatMap(({ events }) => events),
  });
}
