import { parseButtonData } from '../../src/line/button-data.ts';
import { parseCommand } from '../../src/line/commands.ts';
import { utf8SizeBytes } from '../../src/line/limits.ts';
import { againMessages } from '../../src/line/messages/again.ts';
import { apologyMessages } from '../../src/line/messages/apology.ts';
import { mapsLink } from '../../src/line/messages/maps-link.ts';
import type { Message } from '../../src/line/messages/message.ts';
import { stillRunningMessages } from '../../src/line/messages/still-running.ts';
import { temporalAwayMessages } from '../../src/line/messages/temporal-away.ts';
import { workingMessages } from '../../src/line/messages/working.ts';
import { textsFor } from '../../src/line/texts/index.ts';
import { button, choicesOf, everyMessage, languages, nastyNames, placesNamed } from './line-samples.ts';

const codePoints = (text: string) => Array.from(text).length;

/** Every object of a kind inside a message, wherever it stands. */
function inside(value: unknown, key: string): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((entry) => inside(entry, key));
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Record<string, unknown>;
  const own = key in record ? [record] : [];
  return [...own, ...Object.values(record).flatMap((entry) => inside(entry, key))];
}
const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : [];
const flexOf = (message: Message | undefined) => {
  if (message?.type !== 'flex') throw new Error(`expected a Flex Message, got ${message?.type}`);
  return message;
};
const dataIn = (value: unknown) => inside(value, 'data').map(({ data }) => parseButtonData(String(data)));
const actionsOf = (message: Message | undefined) => message?.quickReply?.items?.map(({ action }) => action) ?? [];

const cases = languages.flatMap((language) => [
  ...everyMessage(language, nastyNames.slice(0, 10)).map((rest) => ({ language, ...rest })),
  ...everyMessage(language, nastyNames.slice(-10)).map((rest) => ({ language, ...rest })),
]);

test.each(cases)('$language, $what: within the limits of LINE', ({ messages }) => {
  expect(messages.length).toBeGreaterThanOrEqual(1);
  expect(messages.length).toBeLessThanOrEqual(5);
  for (const message of messages) {
    if (message.type === 'text') expect(message.text.length).toBeLessThanOrEqual(5000);
    if (message.type === 'flex') {
      expect(message.altText.length).toBeLessThanOrEqual(400);
      expect(utf8SizeBytes(message.contents)).toBeLessThanOrEqual(30_000);
    }
    const items = message.quickReply?.items ?? [];
    expect(items.length).toBeLessThanOrEqual(13);
    for (const { action } of items) expect(codePoints(action?.label ?? '')).toBeLessThanOrEqual(20);
  }
  for (const { label } of inside(messages, 'label')) {
    expect(String(label)).not.toBe('');
    expect(codePoints(String(label))).toBeLessThanOrEqual(40);
  }
  for (const { displayText } of inside(messages, 'displayText')) {
    expect(codePoints(String(displayText))).toBeLessThanOrEqual(300);
  }
  for (const { uri } of inside(messages, 'uri')) expect(String(uri).length).toBeLessThanOrEqual(1000);
  for (const text of stringsIn(messages)) {
    expect(text).not.toBe('');
    expect(text).not.toMatch(/undefined|\[object|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u);
  }
  for (const data of dataIn(messages)) expect(data).toBeDefined();
});

test.each(languages)('%s: no two places of one choice look alike above the keyboard', (language) => {
  const twins = [...nastyNames.slice(0, 4), ...nastyNames.slice(0, 4).map((name) => `${name} 2`), 'A', 'A'];
  const labels = actionsOf(choicesOf(language, twins)[0]).map((action) => action?.label);
  expect(new Set(labels).size).toBe(labels.length);
});

describe('choices', () => {
  const names = ['鼎泰豐', '春水堂', '阜杭豆漿'];
  const [message] = choicesOf('zh-TW', names);

  test('carry a button for each place and one for all, in the bubble and above the keyboard', () => {
    const expected = [0, 1, 2, 'all'].map((index) => ({
      action: 'analyse',
      index,
      nearbyEventId: button.nearbyEventId,
      placeKey: button.placeKey,
    }));
    expect(dataIn(flexOf(message).contents)).toEqual(expected);
    expect(dataIn(message?.quickReply)).toEqual(expected);
  });

  test('show the person what was chosen', () => {
    expect(inside(message?.quickReply, 'displayText').map(({ displayText }) => displayText)).toEqual([
      '看「鼎泰豐」的評價',
      '看「春水堂」的評價',
      '看「阜杭豆漿」的評價',
      '全部都看',
    ]);
  });

  test('name the source of every place with title, link and the words Google Maps', () => {
    for (const language of languages) {
      const { contents } = flexOf(choicesOf(language, names)[0]);
      const sources = inside(contents, 'action').filter(({ type }) => type === 'box');
      expect(sources).toHaveLength(3);
      sources.forEach((source, i) => {
        expect(source.action).toMatchObject({ type: 'uri', uri: placesNamed(names)[i]?.mapsUri });
        expect(source.contents).toMatchObject([
          { text: names[i] },
          { text: 'Google Maps', color: '#5E5E5E', weight: 'regular' },
        ]);
      });
    }
  });

  test('of one place have no button for all', () => {
    expect(dataIn(choicesOf('en', ['Only one'])[0]?.quickReply)).toMatchObject([{ index: 0 }]);
  });

  test('of no place say so kindly', () => {
    expect(choicesOf('en', [])).toMatchObject([{ type: 'text', text: textsFor('en').nothingFound }]);
  });

  test('say it all in the notification', () => {
    expect(flexOf(message).altText).toBe('附近這 3 間不錯，想看哪一間？ 「鼎泰豐」、「春水堂」和「阜杭豆漿」');
  });
});

describe('buttons about a run', () => {
  const about = { language: 'en' as const, places: [{ name: 'Din Tai Fung' }], target: button };
  const run = { nearbyEventId: button.nearbyEventId, index: 'all', placeKey: button.placeKey, runPrefix: '0123abcd' };

  test('of the acknowledgement ask for the status or cancel exactly this run', () => {
    expect(dataIn(workingMessages(about))).toEqual([
      { action: 'status', ...run },
      { action: 'cancel', ...run },
    ]);
  });

  test.each([
    ['waiting', ['now', 'cancel']],
    ['queued', ['now', 'cancel']],
    ['answering-now', ['cancel']],
    ['delivering', []],
  ] as const)('while %s offer only what can still be done', (stage, actions) => {
    const [message] = stillRunningMessages({ ...about, stage, waitedMs: 300_000 });
    expect(dataIn(flexOf(message).contents).map((data) => data?.action)).toEqual(actions);
    expect(flexOf(message).altText).toContain('“Din Tai Fung”');
    expect(flexOf(message).altText).toContain('5 minutes so far');
  });

  test('after an apology start it again', () => {
    const { nearbyEventId, placeKey } = button;
    const retry = { action: 'analyse', nearbyEventId, index: 2, placeKey };
    const messages = apologyMessages({ ...about, reason: 'BatchFailed', nearbyEventId, placeKey, index: 2 });
    expect(dataIn(messages)).toEqual([retry, retry]);
  });

  test('come back unchanged when nothing could be stored', () => {
    const tapped = { ...button, action: 'cancel' as const };
    expect(dataIn(temporalAwayMessages({ language: 'ja', button: tapped }))).toEqual([tapped, tapped]);
  });

  test('work for places whose names are unknown', () => {
    const messages = workingMessages({ ...about, places: [] });
    expect(inside(messages, 'displayText').map(({ displayText }) => displayText)).toEqual(['Status', 'Cancel']);
  });
});

const again = (messages: Message[]) =>
  againMessages({ language: 'en', places: [{ name: 'A' }], messages, ageMs: 7_200_000, target: button });

describe('a report shown again', () => {
  const stored: Message[] = [
    { type: 'text', text: 'one' },
    {
      type: 'text',
      text: 'two',
      quickReply: { items: [{ type: 'action', action: { type: 'location', label: 'x' } }] },
    },
  ];
  test('says how old it is, keeps what was stored and offers a new one on the last message', () => {
    const before = structuredClone(stored);
    const [intro, first, last] = again(stored);
    expect(intro).toMatchObject({ text: expect.stringContaining('2 hours ago') });
    expect(first).toEqual(stored[0]);
    expect(actionsOf(last)).toMatchObject([{ type: 'location' }, { type: 'postback', label: 'Analyse again' }]);
    expect(stored).toEqual(before);
  });

  test('of five messages is shown without a line before it', () => {
    const five: Message[] = Array.from({ length: 5 }, (_, i) => ({ type: 'text', text: `${i}` }));
    expect(again(five)).toHaveLength(5);
    expect(again(five)[0]).toEqual(five[0]);
  });
});

test.each(languages)('%s: command buttons type what the bot understands', (language) => {
  const typed = everyMessage(language, ['A'])
    .flatMap(({ messages }) => messages.flatMap(actionsOf))
    .flatMap((action) => (action?.type === 'message' ? [action.text ?? ''] : []));
  expect(typed.length).toBeGreaterThan(0);
  for (const text of typed) expect(parseCommand(text)).toBeDefined();
});

test('labels fit their places uncut in every language', () => {
  for (const language of languages) {
    for (const label of Object.values(textsFor(language).labels)) expect(codePoints(label)).toBeLessThanOrEqual(20);
  }
});

test.each([
  'javascript:alert(1)',
  'http://maps.google.com/?cid=1',
  'not a link',
  '',
  `https://x.test/${'y'.repeat(400)}`,
])('a Maps link %j gives way to a search by place id', (mapsUri) => {
  const link = new URL(mapsLink({ name: '鼎泰豐', placeId: 'ChIJabc', mapsUri }));
  expect(link.origin + link.pathname).toBe('https://www.google.com/maps/search/');
  expect(Object.fromEntries(link.searchParams)).toEqual({ api: '1', query: '鼎泰豐', query_place_id: 'ChIJabc' });
});
