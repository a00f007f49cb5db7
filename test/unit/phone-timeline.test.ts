import { createClock } from '../../src/simulator/core/clock.ts';
import { createJournal, type JournalEntry } from '../../src/simulator/core/journal.ts';
import type { LineSimulator } from '../../src/simulator/line/simulator.ts';
import { followJournal } from '../../src/simulator/phone/timeline/from-journal.ts';
import type { Step } from '../../src/simulator/phone/timeline/step.ts';
import { createTimeline } from '../../src/simulator/phone/timeline/timeline.ts';

const userId = `U${'a'.repeat(32)}`;
const nowMs = 1_780_000_000_000;

const line = {
  users: () => [{ userId, displayName: 'Alex', friendship: 'friend' }],
  chat: () => ({
    chatId: userId,
    items: [{ id: '1', atMs: nowMs, from: 'user', userId, message: { type: 'text', text: 'Read the reviews' } }],
    quickReplies: [],
  }),
} as unknown as LineSimulator;

/** The steps that journal entries make, one journal for all. */
function stepsOf(...entries: Partial<JournalEntry>[]): Step[] {
  const journal = createJournal();
  const timeline = createTimeline();
  followJournal(timeline, { journal, line, clock: createClock(() => nowMs), callerOf: () => 'workflow' });
  for (const entry of entries) {
    journal.add({
      atMs: nowMs - 14,
      side: 'line',
      method: 'POST',
      path: '/x',
      route: undefined,
      matched: true,
      requestHeaders: {},
      requestBody: undefined,
      status: 200,
      responseBody: {},
      ...entry,
    });
  }
  return timeline.steps();
}

const webhook = (event: Record<string, unknown>, more: Partial<JournalEntry> = {}): Partial<JournalEntry> => ({
  side: 'line-webhook',
  route: 'webhook',
  requestBody: {
    events: [{ webhookEventId: 'E1', timestamp: nowMs, source: { type: 'user', userId }, ...event }],
  },
  ...more,
});

test.each([
  [{ type: 'message', message: { type: 'text', text: 'Shibuya' } }, 'Alex wrote “Shibuya”'],
  [{ type: 'message', message: { type: 'location', title: '信義區' } }, 'Alex shared a location: 信義區'],
  [{ type: 'message', message: { type: 'location', latitude: 1, longitude: 2 } }, 'Alex shared a location: 1, 2'],
  [{ type: 'message', message: { type: 'sticker' } }, 'Alex sent a sticker'],
  [{ type: 'postback', postback: { data: 'x' } }, 'Alex tapped “Read the reviews”'],
  [{ type: 'follow' }, 'Alex added the bot as a friend'],
  [{ type: 'unfollow' }, 'Alex blocked the bot'],
])('a webhook of LINE is told as what the person did: %j', (event, text) => {
  expect(stepsOf(webhook(event))).toEqual([
    expect.objectContaining({ text, meta: 'webhook 200 in 14 ms', from: 'line', to: 'api', tone: 'plain' }),
  ]);
});

test('the same event again is told as such, and one that the bot did not answer is bad', () => {
  const event = { type: 'message', message: { type: 'text', text: 'hi' } };
  const [, second] = stepsOf(
    webhook(event),
    webhook(event, { status: undefined, fault: 'request_timeout', atMs: nowMs - 5 }),
  );
  expect(second).toMatchObject({
    text: 'The same webhook a second time',
    meta: 'webhook no answer (request timeout)',
    tone: 'bad',
  });
});

test('a lost webhook of Gemini never arrives', () => {
  const body = { type: 'batch.succeeded' };
  const entry = { side: 'gemini-webhook', requestBody: body, status: undefined, fault: 'behaviour:lost' } as const;
  expect(stepsOf(entry)).toEqual([expect.objectContaining({ isLost: true, from: 'gemini', to: 'api', tone: 'bad' })]);
});

test.each([
  ['reply', { messages: [{ type: 'text', text: 'On it' }] }, 'Reply: “On it”'],
  ['push', { messages: [{ type: 'flex', altText: 'A report' }, { type: 'text' }] }, 'Push: “A report” and 1 more'],
])('a %s is told with what it says', (route, requestBody, text) => {
  expect(stepsOf({ route, requestBody })).toEqual([
    expect.objectContaining({ text, from: 'workflow', to: 'line', minor: false }),
  ]);
});

test.each([
  [{ tools: [{ googleMaps: {} }] }, 'Google Maps grounding'],
  [{ tools: [{ google_search: {} }] }, 'Google Search grounding'],
  [{ generationConfig: { responseMimeType: 'application/json' } }, 'Ordinary call: JSON by a schema'],
])('a generateContent call is told by its purpose: %j', (more, text) => {
  const requestBody = { contents: [{ parts: [{ text: 'x' }] }], ...more };
  expect(stepsOf({ side: 'gemini', route: 'generateContent', requestBody })).toEqual([
    expect.objectContaining({ text }),
  ]);
});

test.each([
  [503, 'bad', '503 in 14 ms: overloaded'],
  [429, 'warn', '429 in 14 ms: overloaded'],
  [undefined, 'bad', 'no answer: overloaded'],
])('a call that is answered with %s stands out, also when it is a small one', (status, tone, meta) => {
  const responseBody = { error: { message: 'overloaded' } };
  expect(stepsOf({ side: 'gemini', route: 'listBatches', status, responseBody })).toEqual([
    expect.objectContaining({ tone, meta, minor: false }),
  ]);
});

test('steps are in order of time, and an emptied journal replaces none of them', () => {
  const journal = createJournal();
  const timeline = createTimeline();
  const clock = createClock(() => nowMs);
  followJournal(timeline, { journal, line, clock, callerOf: () => 'api' });
  const entry = {
    method: 'GET',
    path: '/x',
    route: 'profile',
    matched: true,
    requestHeaders: {},
    requestBody: undefined,
    status: 200,
    responseBody: {},
    side: 'line',
  } as const;
  journal.add({ ...entry, atMs: nowMs - 10 });
  journal.reset();
  journal.add({ ...entry, atMs: nowMs - 500 });
  const steps = timeline.steps();
  expect(steps.length).toBe(2);
  expect((steps[1]?.atMs ?? 0) - (steps[0]?.atMs ?? 0)).toBeGreaterThan(100);
});

const step = (id: string, atMs: number): Step => ({ id, atMs, to: 'line', text: id, tone: 'plain', minor: false });

test('the oldest steps go when the timeline is full', () => {
  const timeline = createTimeline(2);
  timeline.put(step('a', 1), step('b', 2), step('c', 3));
  expect(timeline.steps().map(({ id }) => id)).toEqual(['b', 'c']);
});
