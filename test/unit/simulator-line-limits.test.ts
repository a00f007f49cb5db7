import { createMessageValidator } from '../../src/simulator/line/validation/messages.ts';

const strict = createMessageValidator('strict');
const documented = createMessageValidator('documented');

/** Properties of the details when the messages are refused; empty when they are taken. */
function refusedAt(messages: unknown, validate = strict): string[] {
  const result = validate({ messages }, {});
  if (result.ok) return [];
  const { details } = result.answer.body as { details: { property: string }[] };
  return [...new Set(details.map((detail) => detail.property))];
}

const x = (length: number) => 'x'.repeat(length);
const link = (length: number) => `https://example.com/${x(length - 20)}`;
const many = <T>(count: number, entry: T) => Array.from({ length: count }, () => entry);
const message = { type: 'message', label: 'ok', text: 'ok' };

const quick = (action: object, count = 1) => ({
  type: 'text',
  text: 'x',
  quickReply: { items: many(count, { type: 'action', action }) },
});
const template = (inner: object) => ({ type: 'template', altText: 'x', template: inner });
const column = (more: object) => ({ text: 'x', actions: [message], ...more });
const flex = (contents: object, altText = 'x') => ({ type: 'flex', altText, contents });
const body = (...contents: object[]) => ({ type: 'bubble', body: { type: 'box', layout: 'vertical', contents } });
const button = (action: object) => flex(body({ type: 'button', action }));
const place = (more: object) => ({ type: 'location', title: 't', address: 'a', latitude: 0, longitude: 0, ...more });
const image = (more: object) => ({
  type: 'image',
  originalContentUrl: link(50),
  previewImageUrl: link(50),
  ...more,
});
const at = 'messages[0].quickReply.items[0].action';

const limits: [name: string, most: number, make: (size: number) => object, property: string][] = [
  ['text of text', 5000, (n) => ({ type: 'text', text: x(n) }), 'messages[0].text'],
  ['text of textV2', 5000, (n) => ({ type: 'textV2', text: x(n) }), 'text'],
  ['title of location', 100, (n) => place({ title: x(n) }), 'messages[0].title'],
  ['address of location', 100, (n) => place({ address: x(n) }), 'messages[0].address'],
  ['URL of image', 2000, (n) => image({ originalContentUrl: link(n) }), 'messages[0].originalContentUrl'],
  ['altText of flex', 1500, (n) => flex(body(), x(n)), 'messages[0].altText'],
  [
    'altText of template',
    1500,
    (n) => ({ ...template({ type: 'confirm', text: 'x', actions: many(2, message) }), altText: x(n) }),
    'messages[0].altText',
  ],
  ['number of quick replies', 13, (n) => quick(message, n), 'messages[0].quickReply.items'],
  ['label of quick reply', 20, (n) => quick({ ...message, label: x(n) }), `${at}.label`],
  ['text of message action', 300, (n) => quick({ ...message, text: x(n) }), `${at}.text`],
  ['data of postback', 300, (n) => quick({ type: 'postback', label: 'l', data: x(n) }), `${at}.data`],
  [
    'displayText of postback',
    300,
    (n) => quick({ type: 'postback', label: 'l', data: 'd', displayText: x(n) }),
    `${at}.displayText`,
  ],
  ['uri of action', 1000, (n) => quick({ type: 'uri', label: 'l', uri: link(n) }), `${at}.uri`],
  ['clipboardText', 1000, (n) => quick({ type: 'clipboard', label: 'l', clipboardText: x(n) }), `${at}.clipboardText`],
  [
    'data of datetimepicker',
    300,
    (n) => quick({ type: 'datetimepicker', label: 'l', mode: 'date', data: x(n) }),
    `${at}.data`,
  ],
  ['label of Flex button', 40, (n) => button({ ...message, label: x(n) }), '/body/contents/0/action/label'],
  ['bubbles in a carousel', 12, (n) => flex({ type: 'carousel', contents: many(n, body()) }), '/contents'],
  ['text of buttons', 160, (n) => template({ type: 'buttons', text: x(n), actions: [message] }), 'template/text'],
  [
    'text of buttons with a title',
    60,
    (n) => template({ type: 'buttons', title: 't', text: x(n), actions: [message] }),
    'template/text',
  ],
  [
    'title of buttons',
    40,
    (n) => template({ type: 'buttons', title: x(n), text: 'x', actions: [message] }),
    'template/title',
  ],
  [
    'actions of buttons',
    4,
    (n) => template({ type: 'buttons', text: 'x', actions: many(n, message) }),
    'template/actions',
  ],
  [
    'label in a template',
    20,
    (n) => template({ type: 'buttons', text: 'x', actions: [{ ...message, label: x(n) }] }),
    'template/actions/0/label',
  ],
  [
    'text of confirm',
    240,
    (n) => template({ type: 'confirm', text: x(n), actions: many(2, message) }),
    'template/text',
  ],
  [
    'actions of confirm',
    2,
    (n) => template({ type: 'confirm', text: 'x', actions: many(n, message) }),
    'template/actions',
  ],
  ['columns of carousel', 10, (n) => template({ type: 'carousel', columns: many(n, column({})) }), 'template/columns'],
  [
    'text of a column',
    120,
    (n) => template({ type: 'carousel', columns: [column({ text: x(n) })] }),
    'template/columns/0/text',
  ],
  [
    'actions of a column',
    3,
    (n) => template({ type: 'carousel', columns: [column({ actions: many(n, message) })] }),
    'template/columns/0/actions',
  ],
  [
    'label of image carousel',
    12,
    (n) => template({ type: 'image_carousel', columns: [{ imageUrl: link(50), action: { ...message, label: x(n) } }] }),
    'template/columns/0/action/label',
  ],
  [
    'emojis of text',
    20,
    (n) => ({ type: 'text', text: '$', emojis: many(n, { index: 0, productId: 'p', emojiId: 'e' }) }),
    'messages[0].emojis',
  ],
];

test.each(limits)('%s: %i is taken, one more is refused', (_name, most, make, property) => {
  expect(refusedAt([make(most)])).toEqual([]);
  expect(refusedAt([make(most + 1)])).toEqual([property]);
});

test('the number of messages is 1 to 5', () => {
  const one = { type: 'text', text: 'x' };
  expect([0, 1, 5, 6].map((count) => refusedAt(many(count, one)).length)).toEqual([1, 0, 0, 1]);
});

const named = (name: string) => strict({ messages: [{ type: 'text', text: 'x', sender: { name } }] }, {});

test('the name of a sender has at most 20 characters', () => {
  expect(named(x(20)).ok).toBe(true);
  expect(named(x(21))).toMatchObject({ answer: { status: 400, body: { message: 'sender.name length is invalid' } } });
});

const family = '👨‍👩‍👧‍👦';
const labelled = (count: number) => [quick({ ...message, label: family.repeat(count) })];
const saying = (count: number) => [quick({ ...message, text: family.repeat(count) })];
const noodles = (count: number) => [quick({ type: 'postback', label: 'l', data: '🍜'.repeat(count) })];

describe('characters', () => {
  test('of a label are code points in strict mode and graphemes in documented mode', () => {
    expect(refusedAt(labelled(2))).toEqual([]);
    expect(refusedAt(labelled(3))).toEqual([`${at}.label`]);
    expect(refusedAt(labelled(20), documented)).toEqual([]);
    expect(refusedAt(labelled(21), documented)).toEqual([`${at}.label`]);
  });

  test('of a message action are code points in strict mode: 42 families fit, 43 do not', () => {
    expect(refusedAt(saying(42))).toEqual([]);
    expect(refusedAt(saying(43))).toEqual([`${at}.text`]);
    expect(refusedAt(saying(43), documented)).toEqual([]);
  });

  test('of a text and of data are UTF-16 units in both modes', () => {
    for (const mode of [strict, documented]) {
      expect(refusedAt([{ type: 'text', text: '🍜'.repeat(2500) }], mode)).toEqual([]);
      expect(refusedAt([{ type: 'text', text: '🍜'.repeat(2501) }], mode)).toEqual(['messages[0].text']);
      expect(refusedAt(noodles(150), mode)).toEqual([]);
      expect(refusedAt(noodles(151), mode)).toEqual([`${at}.data`]);
    }
  });

  test('cut in half are refused in strict mode', () => {
    expect(refusedAt([{ type: 'text', text: '🍜'.slice(0, 1) }])).toEqual(['messages[0].text']);
  });
});

/** A bubble of so many bytes of JSON, most of them in characters of three bytes. */
function bubbleOf(bytes: number) {
  const rest = bytes - Buffer.byteLength(JSON.stringify(body({ type: 'text', text: '' })));
  return body({ type: 'text', text: '麵'.repeat(Math.floor(rest / 3)) + x(rest % 3) });
}

function carouselOf(bytes: number) {
  const rest = bytes - Buffer.byteLength(JSON.stringify({ type: 'carousel', contents: [bubbleOf(25_000)] })) - 1;
  return { type: 'carousel', contents: [bubbleOf(25_000), bubbleOf(rest)] };
}

test.each([
  ['bubble', 'strict', 30_000, bubbleOf, strict],
  ['bubble', 'documented', 30_720, bubbleOf, documented],
  ['carousel', 'strict', 50_000, carouselOf, strict],
  ['carousel', 'documented', 51_200, carouselOf, documented],
])('a Flex %s in %s mode has at most %i bytes of UTF-8', (_kind, _mode, most, make, validate) => {
  expect(Buffer.byteLength(JSON.stringify(make(most)))).toBe(most);
  expect(refusedAt([flex(make(most))], validate)).toEqual([]);
  expect(refusedAt([flex(make(most + 1))], validate)).toEqual(['/']);
});
