import * as fc from 'fast-check';
import { BadWebhookBody, parseWebhookBody } from '../../../src/line/events.ts';
import { changedByte, isPolluted, nastyText, objectWords, unknownFields } from './arbitraries.ts';

const hex32 = fc.stringMatching(/^[0-9a-f]{32}$/);
const userId = hex32.map((hex) => `U${hex}`);
const source = fc.oneof(
  fc.record({ type: fc.constant('user'), userId }),
  fc.record(
    { type: fc.constant('group'), groupId: hex32.map((hex) => `C${hex}`), userId },
    { requiredKeys: ['type', 'groupId'] },
  ),
  fc.record(
    { type: fc.constant('room'), roomId: hex32.map((hex) => `R${hex}`), userId },
    { requiredKeys: ['type', 'roomId'] },
  ),
);
const mentionees = fc.array(
  fc.record({
    index: fc.nat(20),
    length: fc.integer({ min: 1, max: 20 }),
    type: fc.constant('user'),
    isSelf: fc.boolean(),
  }),
  { maxLength: 4 },
);
const coordinate = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const message = fc.oneof(
  fc.record(
    { type: fc.constant('text'), text: nastyText(), mention: fc.record({ mentionees }) },
    { requiredKeys: ['type', 'text'] },
  ),
  fc.record({
    type: fc.constant('location'),
    latitude: coordinate(90),
    longitude: coordinate(180),
    title: nastyText(),
  }),
  fc.record({ type: fc.constantFrom('sticker', 'image', 'hologram'), packageId: fc.string() }),
);
const content = fc.oneof(
  fc.record({ type: fc.constant('message'), message }),
  fc.record({ type: fc.constant('postback'), postback: fc.record({ data: nastyText() }) }),
  fc.record({ type: fc.constant('unsend'), unsend: fc.record({ messageId: fc.stringMatching(/^\d{1,18}$/) }) }),
  fc.record({ type: fc.constantFrom('follow', 'unfollow', 'join', 'leave') }),
);
type Json = Record<string, unknown>;

/** Events as LINE sends them. */
const anyEvent = fc
  .tuple(
    content,
    fc.record({
      mode: fc.constantFrom('active', 'standby'),
      timestamp: fc.nat({ max: 4_102_444_800_000 }),
      source,
      webhookEventId: fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      deliveryContext: fc.record({ isRedelivery: fc.boolean() }),
      replyToken: hex32,
    }),
  )
  .map(([own, envelope]): Json => ({ ...envelope, ...own }));

const bytesOf = (events: unknown[], more: Json = {}) =>
  Buffer.from(JSON.stringify({ destination: 'U0', ...more, events }));
const parse = (...events: unknown[]) => parseWebhookBody(bytesOf(events)).events;

/** The same object with unknown fields in itself and in each object inside it; own fields come last and so win. */
function withUnknown(value: Json, fields: Json): Json {
  const own = Object.entries(value).map(([name, inner]) => [
    name,
    isObject(inner) ? withUnknown(inner, fields) : inner,
  ]);
  return { ...fields, ...Object.fromEntries(own) };
}
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

test('every event that LINE sends is understood', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const [ours] = parse(event);
      const isIgnored = ours?.kind === 'ignored';
      expect(isIgnored ? ours.reason : ours?.webhookEventId).toBe(isIgnored ? 'standby' : event.webhookEventId);
    }),
  );
});

test('fields that nobody knows change nothing, wherever they stand and whatever they are called', () => {
  fc.assert(
    fc.property(anyEvent, unknownFields, (event, fields) => {
      const { events } = parseWebhookBody(bytesOf([withUnknown(event, fields)], fields));
      expect(events).toEqual(parse(event));
      expect(isPolluted()).toBe(false);
    }),
  );
});

const known = ['message', 'postback', 'unsend', 'follow', 'join', 'unfollow', 'leave'];

test('an event of any other type is ignored', () => {
  const otherType = fc.oneof(
    fc.constantFrom(...objectWords, 'memberJoined', 'beacon', 'messageEdited', 'Message', 'message '),
    nastyText().filter((type) => !known.includes(type)),
  );
  fc.assert(
    fc.property(anyEvent, otherType, (event, type) => {
      const { webhookEventId } = event;
      const reason = event.mode === 'standby' ? 'standby' : 'unknown-type';
      expect(parse({ ...event, type })).toEqual([{ kind: 'ignored', reason, webhookEventId }]);
    }),
  );
});

test('broken events take nothing from the good ones beside them', () => {
  const broken = fc.oneof(
    fc.jsonValue(),
    fc
      .tuple(anyEvent, fc.constantFrom('timestamp', 'webhookEventId', 'type'), fc.jsonValue({ maxDepth: 1 }))
      .map(([event, field, value]) => ({ ...event, [field]: [value] })),
  );
  const item = fc.oneof(
    anyEvent.map((event) => ({ event, isGood: true })),
    broken.map((event) => ({ event, isGood: false })),
  );
  fc.assert(
    fc.property(fc.array(item, { maxLength: 12 }), (items) => {
      const events = parse(...items.map(({ event }) => event));
      expect(events).toHaveLength(items.length);
      for (const [at, { event, isGood }] of items.entries()) {
        if (isGood) expect(events[at]).toEqual(parse(event)[0]);
        else expect(events[at]?.kind).toBe('ignored');
      }
    }),
  );
});

/** What became of a body, in words; anything but the documented rejection is thrown on. */
function outcomeOf(body: Buffer): string {
  try {
    return `${parseWebhookBody(body).events.length} events`;
  } catch (error) {
    if (error instanceof BadWebhookBody) return error.message;
    throw error;
  }
}

test('bytes are read or refused in one of two sentences without a word of theirs, never anything else', () => {
  const mutilated = fc
    .tuple(fc.array(anyEvent, { minLength: 1, maxLength: 3 }), fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean())
    .map(([events, at, change, isCut]) => {
      const body = bytesOf(events);
      return isCut ? body.subarray(0, at % body.length) : changedByte(body, at % body.length, change);
    });
  const deep = fc.integer({ min: 1, max: 20_000 }).map((depth) => Buffer.from(`{"events":${'['.repeat(depth)}`));
  const anyBytes = fc.oneof(
    mutilated,
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    deep,
  );
  fc.assert(
    fc.property(anyBytes, (body) => {
      expect(outcomeOf(body)).toMatch(
        /^(\d+ events|The body is not JSON\.|The body is JSON but not an object with "destination" and "events"\.)$/,
      );
      expect(isPolluted()).toBe(false);
    }),
    { numRuns: 300 },
  );
});
