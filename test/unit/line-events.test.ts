import * as fc from 'fast-check';
import { BadWebhookBody, parseWebhookBody } from '../../src/line/events.ts';

const userId = `U${'0123456789abcdef'.repeat(2)}`;
const groupId = `C${'0123456789abcdef'.repeat(2)}`;
const destination = `U${'0'.repeat(29)}b07`;
const base = {
  mode: 'active',
  timestamp: 1_780_000_000_000,
  webhookEventId: '01JZZZZZZZZZZZZZZZZZZZZZZZ',
  deliveryContext: { isRedelivery: false },
  replyToken: '0123456789abcdef0123456789abcdef',
  source: { type: 'user', userId },
};
const ours = {
  webhookEventId: base.webhookEventId,
  timestampMs: base.timestamp,
  isRedelivery: false,
  replyToken: base.replyToken,
  source: { kind: 'user', id: userId, userId },
};
const parse = (...events: unknown[]) => parseWebhookBody(Buffer.from(JSON.stringify({ destination, events }))).events;
const messageId = '600000000000000001';
const message = (content: object) => ({ ...base, type: 'message', message: { id: messageId, ...content } });
const location = (latitude: unknown, longitude: unknown) => message({ type: 'location', latitude, longitude });

test('a location event is read with everything that the bot needs', () => {
  const body = { destination, events: [location(25.0339, 121.5645)] };
  expect(parseWebhookBody(Buffer.from(JSON.stringify(body)))).toEqual({
    destination,
    events: [{ kind: 'location', messageId, latitude: 25.0339, longitude: 121.5645, ...ours }],
  });
});

test.each([
  [
    message({ type: 'text', text: '台北車站', quoteToken: 'q' }),
    { kind: 'text', messageId, text: '台北車站', mentionsBot: false },
  ],
  [
    { ...base, type: 'postback', postback: { data: 'v1.x' } },
    { kind: 'postback', data: 'v1.x' },
  ],
  [{ ...base, type: 'follow', follow: { isUnblocked: true } }, { kind: 'follow' }],
  [{ ...base, type: 'join' }, { kind: 'join' }],
  [message({ type: 'sticker', packageId: '1', stickerId: '2' }), { kind: 'other-message', messageType: 'sticker' }],
  [message({ type: 'hologram' }), { kind: 'other-message', messageType: 'hologram' }],
])('event %#: its kind and content are read', (raw, expected) => {
  expect(parse(raw)).toEqual([{ ...expected, ...ours }]);
});

test('events that cannot be answered have no reply token', () => {
  const { replyToken: _token, ...silent } = base;
  const { replyToken: _none, ...expected } = ours;
  expect(parse({ ...silent, type: 'unfollow' })).toEqual([{ kind: 'unfollow', ...expected }]);
  expect(parse({ ...silent, type: 'unsend', unsend: { messageId: '6' } })).toEqual([
    { kind: 'unsend', messageId: '6', ...expected },
  ]);
});

test('a group that removes the bot is like a person who blocks it', () => {
  expect(parse({ ...base, type: 'leave', source: { type: 'group', groupId } })).toMatchObject([
    { kind: 'unfollow', source: { kind: 'group', id: groupId } },
  ]);
});

test('the sender of a group or room event may be unknown', () => {
  const roomId = groupId.replace('C', 'R');
  const sources = [
    { type: 'group', groupId },
    { type: 'group', groupId, userId },
    { type: 'room', roomId, userId: 'not an id' },
  ];
  expect(parse(...sources.map((source) => ({ ...message({ type: 'text', text: 'hi' }), source })))).toMatchObject([
    { source: { kind: 'group', id: groupId, userId: undefined } },
    { source: { kind: 'group', id: groupId, userId } },
    { source: { kind: 'room', id: roomId, userId: undefined } },
  ]);
});

test('mentions of the bot are noticed and taken out of the text, those of others stay', () => {
  const mention = {
    mentionees: [
      { index: 0, length: 7, type: 'user', userId, isSelf: true },
      { index: 16, length: 4, type: 'user', userId },
      { index: 20, length: 7, type: 'user', isSelf: true },
      'nonsense',
    ],
  };
  expect(parse(message({ type: 'text', text: '@Hyoban 🍜ramen @Ann@Hyoban', mention }))).toMatchObject([
    { text: '🍜ramen @Ann', mentionsBot: true },
  ]);
  expect(parse(message({ type: 'text', text: '@Ann hi', mention: { mentionees: 7 } }))).toMatchObject([
    { text: '@Ann hi', mentionsBot: false },
  ]);
});

test('a redelivery is marked, and a missing delivery context is none', () => {
  const { deliveryContext: _context, ...without } = base;
  expect(
    parse({ ...base, type: 'follow', deliveryContext: { isRedelivery: true } }, { ...without, type: 'follow' }),
  ).toMatchObject([{ isRedelivery: true }, { isRedelivery: false }]);
});

test.each([
  ['standby', { ...message({ type: 'text', text: 'hi' }), mode: 'standby', replyToken: undefined }],
  ['bad-location', location(91, 0)],
  ['bad-location', location(0, -180.5)],
  ['bad-location', location('25', 121)],
  ['bad-location', location(undefined, 121)],
  ['bad-location', location(null, 1)],
  ['unknown-source', { ...base, type: 'follow', source: undefined }],
  ['unknown-source', { ...base, type: 'follow', source: { type: 'user' } }],
  ['unknown-source', { ...base, type: 'follow', source: { type: 'user', userId: '../message/quota' } }],
  ['unknown-source', { ...base, type: 'follow', source: { type: 'square', squareId: 's' } }],
  ['unknown-type', { ...base, type: 'beacon', beacon: {} }],
  ['unknown-type', { ...base, type: 'messageEdited', message: { type: 'text', text: 'x' } }],
  ['malformed', { ...base, type: 'message' }],
  ['malformed', message({ type: 'text' })],
  ['malformed', { ...base, type: 'postback', postback: {} }],
  ['malformed', { ...base, type: 'unsend' }],
])('an event is ignored as %s (%#)', (reason, raw) => {
  expect(parse(raw)).toEqual([{ kind: 'ignored', reason, webhookEventId: base.webhookEventId }]);
});

test.each([
  null,
  7,
  'event',
  [],
  {},
  { ...base },
  { ...base, type: 'follow', timestamp: 'now' },
  { ...base, type: 'follow', webhookEventId: 'a.b' },
])('an event without its envelope is malformed and loses no other (%#)', (raw) => {
  expect(parse(raw, { ...base, type: 'follow' })).toEqual([
    { kind: 'ignored', reason: 'malformed' },
    { kind: 'follow', ...ours },
  ]);
});

test('1e400 is no coordinate', () => {
  const body = JSON.stringify({ destination, events: [location(1, 2)] }).replace('"latitude":1', '"latitude":1e400');
  expect(parseWebhookBody(Buffer.from(body)).events).toMatchObject([{ reason: 'bad-location' }]);
});

test('a connectivity check has no events', () => {
  expect(parse()).toEqual([]);
});

test.each(['', '{', 'destination=U&events=1', '\u0000'])('%j is not JSON', (text) => {
  expect(() => parseWebhookBody(Buffer.from(text))).toThrow(new BadWebhookBody('The body is not JSON.'));
});

test.each(['null', '[]', '"x"', '{}', '{"destination":"U"}', '{"destination":"U","events":{}}', '{"events":[]}'])(
  '%s is JSON of the wrong shape',
  (text) => {
    expect(() => parseWebhookBody(Buffer.from(text))).toThrow(
      /is JSON but not an object with "destination" and "events"/,
    );
  },
);

test('whatever the events are, there is one of ours for each', () => {
  const parts = fc.record(
    {
      type: fc.constantFrom('message', 'postback', 'follow', 'unsend', 'other'),
      mode: fc.constantFrom('active', 'standby', 7),
      timestamp: fc.oneof(fc.integer(), fc.string()),
      webhookEventId: fc.oneof(fc.constant('01JZ'), fc.string()),
      source: fc.oneof(fc.constant(base.source), fc.jsonValue()),
      deliveryContext: fc.jsonValue(),
      replyToken: fc.jsonValue(),
      message: fc.oneof(fc.jsonValue(), fc.record({ type: fc.constantFrom('text', 'location'), text: fc.jsonValue() })),
      postback: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(parts, fc.jsonValue())), (events) => {
      expect(parse(...events)).toHaveLength(events.length);
    }),
  );
});

test('of the mentions no more are taken out than LINE allows in a message', () => {
  const mentionees = Array.from({ length: 21 }, (_, index) => ({ index, length: 1, isSelf: true }));
  expect(parse(message({ type: 'text', text: 'a'.repeat(21), mention: { mentionees } }))).toMatchObject([
    { text: 'a', mentionsBot: true },
  ]);
});

const bodyOf = (count: number) => Buffer.from(JSON.stringify({ destination, events: Array(count).fill(7) }));

test('a body of very many events is refused whole', () => {
  expect(parseWebhookBody(bodyOf(10_000)).events).toEqual(expect.any(Array));
  expect(() => parseWebhookBody(bodyOf(10_001))).toThrow(new BadWebhookBody('The body has more than 10000 events.'));
});
