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
const video = {
  type: 'video',
  url: 'https://e.com/v',
  previewUrl: 'https://e.com/p',
  altContent: { type: 'image', url: 'https://e.com/i' },
};

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
  expect(problems(inBody({ type: 'text', text: 'x', shiny: true }))).toEqual([
    '/body/contents/0/shiny: invalid property',
  ]);
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
  });
});

describe('Flex', () => {
  test('a report bubble is taken', () => {
    const row = {
      type: 'box',
      layout: 'baseline',
      spacing: 'sm',
      contents: [
        { type: 'icon', url: 'https://e.com/i.png', size: 'sm' },
        { type: 'text', text: 'Noodles', flex: 4, wrap: true, color: '#333333', size: '14px', weight: 'bold' },
        { type: 'filler' },
      ],
    };
    const bubble = {
      type: 'bubble',
      size: 'mega',
      header: { type: 'box', layout: 'vertical', contents: [], backgroundColor: '#FFFFFFAA', paddingAll: '5%' },
      hero: {
        type: 'image',
        url: 'https://e.com/h.png',
        size: 'full',
        aspectRatio: '20:13',
        aspectMode: 'cover',
        action,
      },
      body: { type: 'box', layout: 'vertical', contents: [row, { type: 'separator', margin: 'md' }] },
      footer: {
        type: 'box',
        layout: 'horizontal',
        contents: [{ type: 'button', style: 'link', height: 'sm', action }],
      },
      styles: { footer: { separator: true, separatorColor: '#000000' } },
    };
    expect(problems(flex(bubble))).toEqual([]);
    expect(problems(flex({ type: 'carousel', contents: [bubble, bubble] }))).toEqual([]);
  });

  test.each([
    ['an empty text', { type: 'text', text: '' }, '/body/contents/0/text: must be specified'],
    ['a text without text or spans', { type: 'text' }, '/body/contents/0/text: must be specified'],
    ['a button without an action', { type: 'button' }, '/body/contents/0/action: must be specified'],
    [
      'a button without a label',
      { type: 'button', action: { ...action, label: undefined } },
      '/body/contents/0/action: `label` must be specified',
    ],
    ['an icon in a vertical box', { type: 'icon', url: 'https://e.com/i' }, '/body/contents/0: invalid property'],
    ['an unknown component', { type: 'table' }, '/body/contents/0/type: invalid property'],
    [
      'aspectMode contain',
      { type: 'image', url: 'https://e.com/i', aspectMode: 'contain' },
      '/body/contents/0/aspectMode: invalid property',
    ],
    [
      'an image over three times as high',
      { type: 'image', url: 'https://e.com/i', aspectRatio: '1:4' },
      '/body/contents/0/aspectRatio: invalid property',
    ],
    ['an image over HTTP', { type: 'image', url: 'http://e.com/i' }, '/body/contents/0/url: invalid uri'],
    ['a color by name', { type: 'text', text: 'x', color: 'red' }, '/body/contents/0/color: invalid property'],
    ['an unknown size', { type: 'text', text: 'x', size: 'huge' }, '/body/contents/0/size: invalid property'],
  ])('%s is refused', (_name, component, problem) => {
    expect(problems(inBody(component))).toEqual([problem]);
  });

  test('a button in a baseline box is refused at its place in a carousel', () => {
    const box = {
      type: 'box',
      layout: 'baseline',
      contents: [
        { type: 'text', text: 'x' },
        { type: 'button', action },
      ],
    };
    const bubble = { type: 'bubble', body: { type: 'box', layout: 'vertical', contents: [box] } };
    expect(problems(flex({ type: 'carousel', contents: [bubble] }))).toEqual([
      '/contents/0/body/contents/0/contents/1: invalid property',
    ]);
  });

  test('bubbles of one carousel are of one size, where mega is the default', () => {
    const bubble = { type: 'bubble', body: { type: 'box', layout: 'vertical', contents: [] } };
    const sized = (size: string) => flex({ type: 'carousel', contents: [bubble, { ...bubble, size }] });
    expect(problems(sized('mega'))).toEqual([]);
    expect(problems(sized('kilo'))).toEqual(['/contents/1/size: must be the same size in all bubbles']);
  });

  test('a video is the hero of a large bubble outside a carousel only', () => {
    const bubble = { type: 'bubble', size: 'kilo', hero: video };
    expect(problems(flex(bubble))).toEqual([]);
    expect(problems(flex({ ...bubble, size: 'micro' }))).toEqual(['/hero: invalid property']);
    expect(problems(flex({ type: 'carousel', contents: [bubble] }))).toEqual(['/contents/0/hero: invalid property']);
    expect(problems(inBody(video))).toEqual(['/body/contents/0/type: invalid property']);
  });
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
});

test('carousel columns have the same number of actions', () => {
  const columns = [1, 2].map((count) => ({ text: 'x', actions: Array.from({ length: count }, () => action) }));
  expect(problems({ type: 'template', altText: 'x', template: { type: 'carousel', columns } })).toEqual([
    'template/columns: the number of actions must be the same in all columns',
  ]);
});
