import { createMessageValidator } from '../../src/simulator/line/validation/messages.ts';

const validate = createMessageValidator('strict');

/** `property: message` of each problem inside the message. */
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
const many = <T>(count: number, entry: T) => Array.from({ length: count }, () => entry);
const bubbleOf = (length: number) => ({
  type: 'bubble',
  body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: 'x'.repeat(length) }] },
});
const video = {
  type: 'video',
  url: 'https://e.com/v',
  previewUrl: 'https://e.com/p',
  altContent: { type: 'image', url: 'https://e.com/i' },
};

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

  test.each([
    ['an aspect ratio with decimals', { type: 'image', url: 'https://e.com/i', aspectRatio: '1.91:1' }],
    ['spans in place of a text', { type: 'text', contents: [{ type: 'span', text: 'x', color: '#000000' }] }],
    ['an empty box', { type: 'box', layout: 'horizontal', contents: [] }],
    [
      'a gradient',
      {
        type: 'box',
        layout: 'vertical',
        contents: [],
        background: { type: 'linearGradient', angle: '23.5deg', startColor: '#FFFF00', endColor: '#0080ff' },
      },
    ],
  ])('%s is taken', (_name, component) => {
    expect(problems(inBody(component))).toEqual([]);
  });

  test('a gradient turns less than 360 degrees', () => {
    const background = { type: 'linearGradient', angle: '360deg', startColor: '#FFFF00', endColor: '#0080ff' };
    expect(problems(inBody({ type: 'box', layout: 'vertical', contents: [], background }))).toEqual([
      '/body/contents/0/background/angle: invalid property',
    ]);
  });

  test('a message has at most ten animated images', () => {
    const image = { type: 'image', url: 'https://e.com/i.png', animated: true };
    const still = { ...image, animated: false };
    expect(problems(inBody(...many(10, image), still))).toEqual([]);
    expect(problems(inBody(...many(11, image)))).toEqual(['/: must not have more than 10 animated images']);
  });

  test('each bubble of a carousel has a size of its own', () => {
    const contents = [bubbleOf(10), bubbleOf(30_000)];
    expect(problems(flex({ type: 'carousel', contents }))).toEqual(['/contents/1: size must not be larger than 30 KB']);
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
    const tapped = (inner: object) => problems(flex({ ...bubble, hero: { ...video, action: inner } }));
    expect(tapped(action)).toEqual([]);
    expect(tapped({ type: 'message', label: 'x', text: 'x' })).toEqual(['/hero/action/type: invalid property']);
  });
});
