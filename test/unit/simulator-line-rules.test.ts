import { createMessageValidator } from '../../src/simulator/line/validation/messages.ts';

const validate = createMessageValidator('strict');

function answerTo(...messages: unknown[]) {
  const result = validate({ messages }, {});
  return result.ok ? 'taken' : result.answer.body;
}

/** `property: message` of each problem inside the first message. */
function problems(message: unknown): string[] {
  const result = validate({ messages: [message] }, {});
  if (result.ok) return [];
  const { details } = result.answer.body as { details: { message: string; property: string }[] };
  return details.map((detail) => `${detail.property}: ${detail.message}`);
}

const action = { type: 'uri', label: 'Map', uri: 'https://example.com/' };
const flex = (contents: unknown) => ({ type: 'flex', altText: 'x', contents });
const inBody = (...contents: unknown[]) =>
  flex({ type: 'bubble', body: { type: 'box', layout: 'vertical', contents } });
const quick = (inner: unknown) => ({
  type: 'text',
  text: 'x',
  quickReply: { items: [{ type: 'action', action: inner }] },
});
const button = (inner: unknown) => problems(inBody({ type: 'button', action: inner }));
const v2 = (text: string) =>
  problems({ type: 'textV2', text, substitution: { who: { type: 'mention', mentionee: { type: 'all' } } } });

test('all field errors of a request come together', () => {
  expect(
    answerTo({ type: 'text' }, { type: 'image', originalContentUrl: 'http://e.com/a', previewImageUrl: '' }),
  ).toEqual({
    message: 'The request body has 3 error(s)',
    details: [
      { message: 'May not be empty', property: 'messages[0].text' },
      { message: 'invalid uri', property: 'messages[1].originalContentUrl' },
      { message: 'May not be empty', property: 'messages[1].previewImageUrl' },
    ],
  });
});

test('field errors come before errors inside a message', () => {
  expect(answerTo(flex({ type: 'bubble' }), { type: 'text', text: '' })).toMatchObject({
    message: 'The request body has 1 error(s)',
  });
  expect(answerTo({ type: 'text', text: 'x' }, flex({ type: 'bubble' }))).toEqual({
    message: 'A message (messages[1]) in the request body is invalid',
    details: [{ message: 'At least one block must be specified', property: '/' }],
  });
});

test('a value of a wrong type is a malformed property', () => {
  expect(answerTo({ type: 'text', text: 5 })).toEqual({
    message: "The property, 'messages[0].text', in the request body is invalid (line: -, column: -)",
  });
});

test('an unknown message type is answered with the known ones', () => {
  expect(problems({ type: 'hologram' })).toEqual([
    expect.stringMatching(/^messages\[0\]\.type: Must be one of the following values: \[text, /),
  ]);
});

test('unknown properties are taken outside Flex and refused inside', () => {
  expect(problems({ type: 'text', text: 'x', shiny: true })).toEqual([]);
  expect(problems(quick({ ...action, shiny: true }))).toEqual([]);
  expect(problems(inBody({ type: 'text', text: 'x', shiny: true }))).toEqual([
    '/body/contents/0/shiny: invalid property',
  ]);
  expect(button({ ...action, shiny: true })).toEqual(['/body/contents/0/action/shiny: invalid property']);
});

describe('quick replies', () => {
  test('need a label', () => {
    expect(problems(quick({ type: 'location' }))).toEqual([
      'messages[0].quickReply.items[0].action: `label` must be specified',
    ]);
  });

  test.each(['location', 'camera', 'cameraRoll'])('may hold a %s action, templates and Flex may not', (type) => {
    expect(problems(quick({ type, label: 'x' }))).toEqual([]);
    expect(problems(inBody({ type: 'button', action: { type, label: 'x' } }))).toEqual([
      '/body/contents/0/action/type: invalid property',
    ]);
  });

  test('may not hold a richmenuswitch action or a postback with text', () => {
    expect(problems(quick({ type: 'richmenuswitch', label: 'x', richMenuAliasId: 'a', data: 'd' }))).toHaveLength(1);
    expect(problems(quick({ type: 'postback', label: 'x', data: 'd', text: 't' }))).toHaveLength(1);
  });
});

describe('actions', () => {
  test.each(['https://e.com/', 'http://e.com/', 'line://nv/location', 'tel:0312345678'])('open %s', (uri) => {
    expect(button({ ...action, uri })).toEqual([]);
  });

  test.each(['ftp://e.com/', 'javascript:alert(1)', 'no uri', ''])('do not open "%s"', (uri) => {
    expect(button({ ...action, uri })).toHaveLength(1);
  });

  test('take fillInText with openKeyboard only', () => {
    const postback = { type: 'postback', label: 'x', data: 'd', fillInText: 'f' };
    expect(button({ ...postback, inputOption: 'openKeyboard' })).toEqual([]);
    expect(button(postback)).toEqual(['/body/contents/0/action/fillInText: must be used with openKeyboard']);
  });

  test('take dates in the form of their mode', () => {
    const picker = { type: 'datetimepicker', label: 'x', data: 'd', mode: 'date' };
    expect(button({ ...picker, initial: '2026-01-31' })).toEqual([]);
    expect(button({ ...picker, initial: '12:00' })).toEqual(['/body/contents/0/action/initial: invalid date']);
    expect(button({ ...picker, min: '1899-12-31' })).toEqual(['/body/contents/0/action/min: invalid date']);
    expect(button({ ...picker, max: '2101-01-01' })).toEqual(['/body/contents/0/action/max: invalid date']);
    expect(button({ ...picker, min: '2026-01-31', max: '2026-01-31' })).toEqual([
      '/body/contents/0/action/max: must be greater than min',
    ]);
    expect(button({ ...picker, mode: 'time', min: '00:00', max: '23:59' })).toEqual([]);
    expect(button({ ...picker, mode: 'time', max: '24:00' })).toHaveLength(1);
    expect(button({ ...picker, mode: 'datetime', initial: '2017-12-25t00:00' })).toEqual([]);
    expect(button({ ...picker, mode: 'day' })).toHaveLength(1);
  });
});

const substituted = (...entries: [string, number, object][]) =>
  problems({
    type: 'textV2',
    text: 'x',
    substitution: Object.fromEntries(
      entries.flatMap(([name, count, entry]) => Array.from({ length: count }, (_, i) => [`${name}${i}`, entry])),
    ),
  });

describe('text', () => {
  test('a LINE emoji stands on a dollar sign', () => {
    const emoji = { productId: 'p', emojiId: 'e' };
    expect(problems({ type: 'text', text: 'a $', emojis: [{ index: 2, ...emoji }] })).toEqual([]);
    expect(problems({ type: 'text', text: 'a $', emojis: [{ index: 0, ...emoji }] })).toHaveLength(1);
  });

  test('of textV2 needs every brace escaped or substituted', () => {
    expect(v2('{who}: {{braces}}')).toEqual([]);
    expect(v2('{nobody}')).toHaveLength(1);
    expect(v2('half {')).toHaveLength(1);
    expect(v2('{a-b}')).toEqual([
      "text: The key 'a-b' enclosed in '{}' does not match the pattern '^[a-zA-Z0-9_]{1,20}$'.",
    ]);
  });

  test('of textV2 has at most 20 emojis, 20 mentions and 100 of both, under names of 20 characters', () => {
    const emoji = { type: 'emoji', productId: 'p', emojiId: 'e' };
    const mention = { type: 'mention', mentionee: { type: 'all' } };
    expect(substituted(['e', 20, emoji], ['m', 20, mention])).toEqual([]);
    expect(substituted(['e', 21, emoji])).toHaveLength(1);
    expect(substituted(['m', 21, mention])).toHaveLength(1);
    expect(substituted(['e', 101, emoji])).toHaveLength(2);
    expect(substituted(['x'.repeat(20), 1, emoji])).toEqual([expect.stringContaining('does not match the pattern')]);
  });
});

test('carousel columns all have a title and a picture, or none has', () => {
  const column = { text: 'x', actions: [action] };
  const carousel = (more: object) =>
    problems({
      type: 'template',
      altText: 'x',
      template: { type: 'carousel', columns: [{ ...column, ...more }, column] },
    });
  expect(carousel({})).toEqual([]);
  expect(carousel({ title: 't' })).toEqual(['template/columns: title must be in all columns or in none']);
  expect(carousel({ thumbnailImageUrl: 'https://e.com/i' })).toEqual([
    'template/columns: thumbnailImageUrl must be in all columns or in none',
  ]);
});

test('carousel columns have the same number of actions', () => {
  const columns = [1, 2].map((count) => ({ text: 'x', actions: Array.from({ length: count }, () => action) }));
  expect(problems({ type: 'template', altText: 'x', template: { type: 'carousel', columns } })).toEqual([
    'template/columns: the number of actions must be the same in all columns',
  ]);
});
