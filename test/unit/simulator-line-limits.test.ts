import { createMessageValidator, fieldsAnswer } from '../../src/simulator/line/validation/messages.ts';
import { richMenuRequestSchema } from '../../src/simulator/line/validation/rich-menu.ts';

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
const flex = (contents: object) => ({ type: 'flex', altText: 'x', contents });
const body = (...contents: object[]) => ({ type: 'bubble', body: { type: 'box', layout: 'vertical', contents } });
const at = 'messages[0].quickReply.items[0].action';

/** Numbers of things, and lengths of links. */
const limits: [name: string, most: number, make: (size: number) => object, property: string][] = [
  ['number of quick replies', 13, (n) => quick(message, n), 'messages[0].quickReply.items'],
  ['uri of action', 1000, (n) => quick({ type: 'uri', label: 'l', uri: link(n) }), `${at}.uri`],
  [
    'uri for desktops',
    1000,
    (n) => quick({ type: 'uri', label: 'l', uri: link(50), altUri: { desktop: link(n) } }),
    `${at}.altUri.desktop`,
  ],
  ['bubbles in a carousel', 12, (n) => flex({ type: 'carousel', contents: many(n, body()) }), '/contents'],
  [
    'actions of buttons',
    4,
    (n) => template({ type: 'buttons', text: 'x', actions: many(n, message) }),
    'template/actions',
  ],
  [
    'actions of confirm',
    2,
    (n) => template({ type: 'confirm', text: 'x', actions: many(n, message) }),
    'template/actions',
  ],
  ['columns of carousel', 10, (n) => template({ type: 'carousel', columns: many(n, column({})) }), 'template/columns'],
  [
    'columns of image carousel',
    10,
    (n) => template({ type: 'image_carousel', columns: many(n, { imageUrl: link(50), action: message }) }),
    'template/columns',
  ],
  [
    'actions of a column',
    3,
    (n) => template({ type: 'carousel', columns: [column({ actions: many(n, message) })] }),
    'template/columns/0/actions',
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

test('a confirm template has two actions, not one', () => {
  expect(refusedAt([template({ type: 'confirm', text: 'x', actions: [message] })])).toEqual(['template/actions']);
});

test('the number of messages is 1 to 5', () => {
  const one = { type: 'text', text: 'x' };
  expect([0, 1, 5, 6].map((count) => refusedAt(many(count, one)).length)).toEqual([1, 0, 0, 1]);
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

describe('a rich menu', () => {
  const area = { bounds: { x: 0, y: 0, width: 800, height: 250 }, action: message };
  const menu = { size: { width: 800, height: 250 }, selected: true, name: 'n', chatBarText: 'c', areas: [area] };

  function menuRefusedAt(more: object): string[] {
    const answer = fieldsAnswer(richMenuRequestSchema({ mode: 'strict', family: 'field' }), { ...menu, ...more });
    if (!answer) return [];
    const { details } = answer.body as { details: { property: string }[] };
    return details.map((detail) => detail.property);
  }

  test.each([
    [{ areas: many(20, area) }],
    [{ size: { width: 2500, height: 1724 } }],
    [{ areas: [{ ...area, action: { type: 'richmenuswitch', richMenuAliasId: x(32), data: 'd' } }] }],
    [{ areas: [{ ...area, action: { type: 'postback', data: 'd' } }] }],
  ])('may be so: %j', (more) => {
    expect(menuRefusedAt(more)).toEqual([]);
  });

  test.each([
    [{ areas: many(21, area) }, 'areas'],
    [{ size: { width: 799, height: 250 } }, 'size.width'],
    [{ size: { width: 2501, height: 843 } }, 'size.width'],
    [{ size: { width: 800, height: 249 } }, 'size.height'],
    [{ size: { width: 800, height: 552 } }, 'size'],
    [{ selected: undefined }, 'selected'],
    [{ areas: [{ ...area, bounds: { ...area.bounds, x: -1 } }] }, 'areas[0].bounds.x'],
    [{ areas: [{ ...area, bounds: { ...area.bounds, height: 0 } }] }, 'areas[0].bounds.height'],
    [
      { areas: [{ ...area, action: { type: 'richmenuswitch', richMenuAliasId: x(33), data: 'd' } }] },
      'areas[0].action.richMenuAliasId',
    ],
    [{ areas: [{ ...area, action: { type: 'location', label: 'x' } }] }, 'areas[0].action.type'],
  ])('may not be so: %j', (more, property) => {
    expect(menuRefusedAt(more)).toEqual([property]);
  });
});
