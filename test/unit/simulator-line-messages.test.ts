import { createMessageValidator } from '../../src/simulator/line/validation/messages.ts';

const validate = createMessageValidator('strict');

/** `property: message` of each problem; empty when the message is taken. */
function problems(message: unknown, judge = validate): string[] {
  const result = judge({ messages: [message] }, {});
  if (result.ok) return [];
  const { details = [], message: whole } = result.answer.body as {
    message: string;
    details?: { message: string; property: string }[];
  };
  return details.length > 0 ? details.map((detail) => `${detail.property}: ${detail.message}`) : [whole];
}

const url = 'https://example.com/a';
const long = (length: number) => `https://example.com/${'x'.repeat(length - 20)}`;
const text = { type: 'text', text: 'x' };

test('a message without a type is told so', () => {
  expect(problems({ text: 'x' })).toEqual(['messages[0].type: May not be empty']);
});

const sticker = (packageId: unknown, stickerId: unknown, judge = validate) =>
  problems({ type: 'sticker', packageId, stickerId }, judge);

describe('a sticker', () => {
  test.each([
    ['446', '1988'],
    ['446', '2027'],
    ['789', '10855'],
    ['1070', '17878'],
    ['6632', '11825397'],
    ['8525', '16581313'],
    ['11537', '52002734'],
    ['11539', '52114149'],
  ])('of the list is taken: %s/%s', (packageId, stickerId) => {
    expect(sticker(packageId, stickerId)).toEqual([]);
  });

  test.each([
    ['446', '1987', 'stickerId'],
    ['446', '2028', 'stickerId'],
    ['446', '10855', 'stickerId'],
    ['446', '1988.5', 'stickerId'],
    ['1', '2', 'packageId'],
    ['toString', '1', 'packageId'],
  ])('that is not of the list is refused: %s/%s', (packageId, stickerId, property) => {
    expect(sticker(packageId, stickerId)).toEqual([`${property}: invalid property`]);
  });

  test('has both ids, as texts', () => {
    expect(sticker(undefined, '')).toEqual([
      'messages[0].packageId: May not be empty',
      'messages[0].stickerId: May not be empty',
    ]);
    expect(sticker(446, '1988')).toHaveLength(1);
  });

  test('may be any where that is set', () => {
    expect(sticker('1', '2', createMessageValidator('strict', { stickers: 'any' }))).toEqual([]);
  });
});

describe('an imagemap', () => {
  const area = { x: 0, y: 0, width: 520, height: 1040 };
  const link = { type: 'uri', linkUri: url, area };
  const imagemap = (more: object) =>
    problems({
      type: 'imagemap',
      baseUrl: url,
      altText: 'x',
      baseSize: { width: 1040, height: 1040 },
      actions: [link],
      ...more,
    });
  const video = { originalContentUrl: url, previewImageUrl: url, area };

  test('has actions that open, say and copy, with or without a label', () => {
    const actions = [
      link,
      { type: 'message', text: 'Hello', label: 'hello', area },
      { type: 'clipboard', clipboardText: '3B48', label: 'Copy', area },
    ];
    expect(imagemap({ actions })).toEqual([]);
    expect(imagemap({ video: { ...video, externalLink: { linkUri: url, label: 'More' } } })).toEqual([]);
    expect(imagemap({ video, actions: [] })).toEqual([]);
  });

  test.each([
    ['another width', { baseSize: { width: 1000, height: 1040 } }, 'messages[0].baseSize.width: Must be 1040'],
    ['no height', { baseSize: { width: 1040, height: 0 } }, 'messages[0].baseSize.height: Must be 1 or more'],
    ['a base over HTTP', { baseUrl: 'http://example.com/a' }, 'messages[0].baseUrl: invalid uri'],
    ['too long a base', { baseUrl: long(2001) }, 'messages[0].baseUrl: Length must be between 0 and 2000'],
    ['too long an altText', { altText: 'x'.repeat(1501) }, 'messages[0].altText: Length must be between 0 and 1500'],
    ['nothing to tap', { actions: [] }, 'messages[0].actions: Size must be between 1 and 50'],
    [
      '51 actions',
      { actions: Array.from({ length: 51 }, () => link) },
      'messages[0].actions: Size must be between 0 and 50',
    ],
    [
      'an area left of it',
      { actions: [{ ...link, area: { ...area, x: -1 } }] },
      'messages[0].actions[0].area.x: Must be 0 or more',
    ],
    [
      'an area without a size',
      { actions: [{ ...link, area: { ...area, width: 0 } }] },
      'messages[0].actions[0].area.width: Must be 1 or more',
    ],
    ['no area', { actions: [{ type: 'uri', linkUri: url }] }, 'messages[0].actions[0].area: must be specified'],
    [
      'a link of another scheme',
      { actions: [{ ...link, linkUri: 'ftp://e.com/' }] },
      'messages[0].actions[0].linkUri: invalid uri',
    ],
    [
      'too long a link',
      { actions: [{ ...link, linkUri: long(1001) }] },
      'messages[0].actions[0].linkUri: Length must be between 0 and 1000',
    ],
    [
      'too long a text',
      { actions: [{ type: 'message', text: 'x'.repeat(401), area }] },
      'messages[0].actions[0].text: Length must be between 0 and 400',
    ],
    [
      'too long a label',
      { actions: [{ ...link, label: 'x'.repeat(101) }] },
      'messages[0].actions[0].label: Length must be between 0 and 100',
    ],
    [
      'too long a text to copy',
      { actions: [{ type: 'clipboard', clipboardText: 'x'.repeat(1001), area }] },
      'messages[0].actions[0].clipboardText: Length must be between 0 and 1000',
    ],
    [
      'an action of templates',
      { actions: [{ type: 'postback', data: 'd', area }] },
      'messages[0].actions[0].type: Must be one of the following values: [uri, message, clipboard]',
    ],
    ['a video without an area', { video: { ...video, area: undefined } }, 'messages[0].video.area: must be specified'],
    [
      'too long a label after the video',
      { video: { ...video, externalLink: { linkUri: url, label: 'x'.repeat(31) } } },
      'messages[0].video.externalLink.label: Length must be between 0 and 30',
    ],
  ])('with %s is refused', (_name, more, problem) => {
    expect(imagemap(more)).toEqual([problem]);
  });
});

/** URLs of media: each takes 2,000 characters of HTTPS. */
const media: [name: string, make: (url: string) => object, property: string][] = [
  [
    'an image',
    (given) => ({ type: 'image', originalContentUrl: given, previewImageUrl: url }),
    'messages[0].originalContentUrl',
  ],
  [
    'its preview',
    (given) => ({ type: 'image', originalContentUrl: url, previewImageUrl: given }),
    'messages[0].previewImageUrl',
  ],
  [
    'a video',
    (given) => ({ type: 'video', originalContentUrl: given, previewImageUrl: url }),
    'messages[0].originalContentUrl',
  ],
  [
    'an audio',
    (given) => ({ type: 'audio', originalContentUrl: given, duration: 1 }),
    'messages[0].originalContentUrl',
  ],
  ['an icon of the sender', (given) => ({ ...text, sender: { iconUrl: given } }), 'messages[0].sender.iconUrl'],
  [
    'an icon of a quick reply',
    (imageUrl) => ({
      ...text,
      quickReply: { items: [{ type: 'action', imageUrl, action: { type: 'camera', label: 'x' } }] },
    }),
    'messages[0].quickReply.items[0].imageUrl',
  ],
  [
    'a picture in a template',
    (thumbnailImageUrl) => ({
      type: 'template',
      altText: 'x',
      template: { type: 'buttons', text: 'x', thumbnailImageUrl, actions: [{ type: 'uri', label: 'x', uri: url }] },
    }),
    'template/thumbnailImageUrl',
  ],
  [
    'a picture in Flex',
    (given) => ({ type: 'flex', altText: 'x', contents: { type: 'bubble', hero: { type: 'image', url: given } } }),
    '/hero/url',
  ],
];

test.each(media)('the URL of %s is HTTPS and has at most 2,000 characters', (_name, make, property) => {
  expect(problems(make(long(2000)))).toEqual([]);
  for (const wrong of [long(2001), 'http://example.com/a', 'no url', 'https://example.com/a b']) {
    expect(problems(make(wrong))).toEqual([expect.stringContaining(`${property}: `)]);
  }
});

const tracked = (trackingId: string) =>
  problems({ type: 'video', originalContentUrl: url, previewImageUrl: url, trackingId });

test('a video may have a trackingId of 100 characters of a set', () => {
  expect(tracked('track-id.=,+*()%$&;:@{}!?<>[]')).toEqual([]);
  expect(tracked('x'.repeat(100))).toEqual([]);
  for (const wrong of ['x'.repeat(101), 'a b', 'a_b', '']) expect(tracked(wrong)).toHaveLength(1);
});

const audio = (duration: unknown) => problems({ type: 'audio', originalContentUrl: url, duration });

test('an audio has a duration', () => {
  expect(audio(60_000)).toEqual([]);
  expect(audio(undefined)).toEqual(['messages[0].duration: must be specified']);
  expect(audio(0)).toHaveLength(1);
});

test('a location is on Earth', () => {
  const place = (latitude: number, longitude: number) =>
    problems({ type: 'location', title: 't', address: 'a', latitude, longitude });
  expect(place(-90, 180)).toEqual([]);
  expect(place(90.1, -180.1)).toHaveLength(2);
  expect(problems({ type: 'location', latitude: 0, longitude: 0 })).toEqual([
    'messages[0].title: May not be empty',
    'messages[0].address: May not be empty',
  ]);
});

test.each([
  ['x'.repeat(20), []],
  ['x'.repeat(21), ['sender.name length is invalid']],
  ['', ['sender.name length is invalid']],
  ['LINE', ['sender.name is invalid']],
  ['My line bot', ['sender.name is invalid']],
  ['Online', []],
])('the sender name %s', (name, expected) => {
  expect(problems({ ...text, sender: { name } })).toEqual(expected);
});

test('the kind of request decides about mentions', () => {
  const message = {
    type: 'textV2',
    text: '{who}',
    substitution: { who: { type: 'mention', mentionee: { type: 'all' } } },
  };
  const taken = (['reply', 'push', 'multicast', 'narrowcast', 'broadcast'] as const).map(
    (kind) => validate({ messages: [message] }, {}, kind).ok,
  );
  expect(taken).toEqual([true, true, false, false, false]);
});
