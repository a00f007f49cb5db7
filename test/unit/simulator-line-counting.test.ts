import type { CountingMode } from '../../src/simulator/line/validation/lengths.ts';
import { createMessageValidator, fieldsAnswer } from '../../src/simulator/line/validation/messages.ts';
import { richMenuRequestSchema } from '../../src/simulator/line/validation/rich-menu.ts';

const family = '👨‍👩‍👧‍👦';
const codePointsOfFamily = 7;
const noodles = '🍜';

const validators = { strict: createMessageValidator('strict'), documented: createMessageValidator('documented') };
const menuSchemas = {
  strict: richMenuRequestSchema({ mode: 'strict', family: 'field' }),
  documented: richMenuRequestSchema({ mode: 'documented', family: 'field' }),
};

/** Properties of the details when a message, or a rich menu, is refused; empty when it is taken. */
function refusedAt(given: Record<string, unknown>, mode: CountingMode): string[] {
  const answer = 'type' in given ? messageAnswer(given, mode) : fieldsAnswer(menuSchemas[mode], given);
  if (!answer) return [];
  const { details } = answer.body as { details: { property: string }[] };
  return details.map((detail) => detail.property);
}

function messageAnswer(message: Record<string, unknown>, mode: CountingMode) {
  const result = validators[mode]({ messages: [message] }, {});
  return result.ok ? undefined : result.answer;
}

type Case = [name: string, most: number, make: (text: string) => Record<string, unknown>, property: string];

const say = { type: 'message', label: 'ok', text: 'ok' };
const postback = { type: 'postback', label: 'ok', data: 'd' };
const quick = (action: object) => ({ type: 'text', text: 'x', quickReply: { items: [{ type: 'action', action }] } });
const inQuick = 'messages[0].quickReply.items[0].action';
const template = (inner: object) => ({ type: 'template', altText: 'x', template: inner });
const buttons = (more: object) => template({ type: 'buttons', text: 'x', actions: [say], ...more });
const carousel = (more: object) => template({ type: 'carousel', columns: [{ text: 'x', actions: [say], ...more }] });
const flex = (component: object) => ({
  type: 'flex',
  altText: 'x',
  contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', contents: [component] } },
});
const bounds = { x: 0, y: 0, width: 800, height: 250 };
const menu = (more: object, action: object = say) => ({
  size: { width: 800, height: 250 },
  selected: true,
  name: 'n',
  chatBarText: 'c',
  areas: [{ bounds, action }],
  ...more,
});

/** Texts that the documents count in grapheme clusters. */
const characters: Case[] = [
  ['label of a quick reply', 20, (label) => quick({ ...say, label }), `${inQuick}.label`],
  ['label of a location action', 20, (label) => quick({ type: 'location', label }), `${inQuick}.label`],
  ['label in a template', 20, (label) => buttons({ actions: [{ ...say, label }] }), 'template/actions/0/label'],
  [
    'label of a default action',
    20,
    (label) => buttons({ defaultAction: { ...say, label } }),
    'template/defaultAction/label',
  ],
  [
    'label in an image carousel',
    12,
    (label) =>
      template({ type: 'image_carousel', columns: [{ imageUrl: 'https://e.com/', action: { ...say, label } }] }),
    'template/columns/0/action/label',
  ],
  [
    'label of a Flex button',
    40,
    (label) => flex({ type: 'button', action: { ...say, label } }),
    '/body/contents/0/action/label',
  ],
  [
    'label of another Flex component',
    40,
    (label) => flex({ type: 'text', text: 'x', action: { ...say, label } }),
    '/body/contents/0/action/label',
  ],
  ['label in a rich menu', 20, (label) => menu({}, { ...say, label }), 'areas[0].action.label'],
  ['displayText', 300, (displayText) => quick({ ...postback, displayText }), `${inQuick}.displayText`],
  [
    'fillInText',
    300,
    (fillInText) => quick({ ...postback, inputOption: 'openKeyboard', fillInText }),
    `${inQuick}.fillInText`,
  ],
  ['text of a postback', 300, (text) => buttons({ actions: [{ ...postback, text }] }), 'template/actions/0/text'],
  ['text of a message action', 300, (text) => quick({ ...say, text }), `${inQuick}.text`],
  ['text of buttons', 160, (text) => buttons({ text }), 'template/text'],
  ['text of buttons with a title', 60, (text) => buttons({ text, title: 't' }), 'template/text'],
  ['title of buttons', 40, (title) => buttons({ title }), 'template/title'],
  ['text of confirm', 240, (text) => template({ type: 'confirm', text, actions: [say, say] }), 'template/text'],
  ['text of a column', 120, (text) => carousel({ text }), 'template/columns/0/text'],
  [
    'text of a column with a picture',
    60,
    (text) => carousel({ text, thumbnailImageUrl: 'https://e.com/' }),
    'template/columns/0/text',
  ],
  ['title of a column', 40, (title) => carousel({ title }), 'template/columns/0/title'],
  ['name of a rich menu', 300, (name) => menu({ name }), 'name'],
  ['chatBarText', 14, (chatBarText) => menu({ chatBarText }), 'chatBarText'],
];

test.each(characters)('%s: %i code points in strict mode', (_name, most, make, property) => {
  const fitting = Math.floor(most / codePointsOfFamily);
  expect(refusedAt(make(family.repeat(fitting)), 'strict')).toEqual([]);
  expect(refusedAt(make(family.repeat(fitting + 1)), 'strict')).toEqual([property]);
  expect(refusedAt(make('x'.repeat(most)), 'strict')).toEqual([]);
  expect(refusedAt(make('x'.repeat(most + 1)), 'strict')).toEqual([property]);
});

test.each(characters)('%s: %i graphemes in documented mode', (_name, most, make, property) => {
  expect(refusedAt(make(family.repeat(most)), 'documented')).toEqual([]);
  expect(refusedAt(make(family.repeat(most + 1)), 'documented')).toEqual([property]);
});

const place = (more: object) => ({ type: 'location', title: 't', address: 'a', latitude: 0, longitude: 0, ...more });

/** Texts that are counted in UTF-16 units in both modes. */
const units: Case[] = [
  ['text', 5000, (text) => ({ type: 'text', text }), 'messages[0].text'],
  ['text of textV2', 5000, (text) => ({ type: 'textV2', text }), 'text'],
  ['title of a location', 100, (title) => place({ title }), 'messages[0].title'],
  ['address of a location', 100, (address) => place({ address }), 'messages[0].address'],
  ['altText of a template', 1500, (altText) => ({ ...buttons({}), altText }), 'messages[0].altText'],
  ['altText of Flex', 1500, (altText) => ({ ...flex({ type: 'separator' }), altText }), 'messages[0].altText'],
  ['data of a postback', 300, (data) => quick({ ...postback, data }), `${inQuick}.data`],
  [
    'data of a date picker',
    300,
    (data) => quick({ type: 'datetimepicker', label: 'l', mode: 'date', data }),
    `${inQuick}.data`,
  ],
  [
    'data of a rich menu switch',
    300,
    (data) => menu({}, { type: 'richmenuswitch', richMenuAliasId: 'a', data }),
    'areas[0].action.data',
  ],
  [
    'clipboardText',
    1000,
    (clipboardText) => quick({ type: 'clipboard', label: 'l', clipboardText }),
    `${inQuick}.clipboardText`,
  ],
];

test.each(units)('%s: %i UTF-16 units in both modes', (_name, most, make, property) => {
  for (const mode of ['strict', 'documented'] as const) {
    expect(refusedAt(make(noodles.repeat(most / 2)), mode)).toEqual([]);
    expect(refusedAt(make(`${noodles.repeat(most / 2)}x`), mode)).toEqual([property]);
    expect(refusedAt(make(''), mode)).toEqual([property]);
  }
});

test('half a character is refused in strict mode', () => {
  const half = { type: 'text', text: noodles.slice(0, 1) };
  expect(refusedAt(half, 'strict')).toEqual(['messages[0].text']);
  expect(refusedAt(half, 'documented')).toEqual([]);
});
