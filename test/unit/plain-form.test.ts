import * as fc from 'fast-check';
import { lineLimits } from '../../src/line/limits.ts';
import type { Message } from '../../src/line/messages/message.ts';
import { plainForm } from '../../src/line/messages/plain-form.ts';
import { reportMessages } from '../../src/report/flex.ts';
import { createMessageValidator } from '../../src/simulator/line/validation/messages.ts';
import { buttonsOf } from '../support/person.ts';
import { choicesOf, everyMessage, languages, nastyNames } from './line-samples.ts';
import { anyReport, report } from './report-samples.ts';

const pageUrl = 'https://bot.example/r/token';
const isTaken = createMessageValidator('strict');

const textsOf = (messages: Message[]) =>
  messages.map((message) => (message.type === 'text' ? message.text : `not a text: ${message.type}`));

/** The plain form as one text; says why when it is none, or LINE would refuse it. */
function plainText(messages: Message[]): string {
  const plain = plainForm(messages);
  const verdict = isTaken({ messages: plain }, {});
  return verdict.ok ? textsOf(plain).join('\n') : `not taken: ${JSON.stringify(verdict.answer.body)}`;
}

const isPlain = expect.not.stringMatching(/^not taken|not a text/);

test('a report says as text what its bubble says, with its sources and the links of its buttons', () => {
  const sample = report();
  const text = plainText(reportMessages({ reports: [sample], language: 'en', pageUrl }));
  expect(text).toContain(sample.placeName);
  expect(text).toContain(sample.verdict?.text);
  for (const { text: claim } of sample.praise) expect(text).toContain(claim);
  expect(text).toContain(`: ${pageUrl}`);
  expect(text).toContain(sample.mapsUri);
});

test('LINE takes the plain form of every message, whatever the restaurants are called', () => {
  for (const language of languages)
    for (const { messages } of everyMessage(language, nastyNames.slice(0, 10)))
      expect(plainText(messages)).toEqual(isPlain);
});

test('LINE takes the plain form of every report, and the link to its page is in it', () => {
  fc.assert(
    fc.property(fc.array(anyReport, { minLength: 1, maxLength: 12 }), (reports) => {
      const text = plainText(reportMessages({ reports, language: 'zh-TW', pageUrl }));
      expect(text).toEqual(isPlain);
      expect(text).toContain(pageUrl);
    }),
    { numRuns: 20 },
  );
});

test('what is too long for five texts is cut, and the links stay', () => {
  const long: Message = {
    type: 'flex',
    altText: 'long',
    contents: {
      type: 'bubble',
      body: {
        type: 'box',
        layout: 'vertical',
        contents: Array.from({ length: 40 }, () => ({ type: 'text' as const, text: 'word '.repeat(200) })),
      },
      footer: {
        type: 'box',
        layout: 'vertical',
        contents: [{ type: 'button', action: { type: 'uri', label: 'Full report', uri: pageUrl } }],
      },
    },
  };
  const plain = plainForm([long]);
  expect(plain).toHaveLength(lineLimits.messagesPerSend);
  expect(textsOf(plain).at(-1)).toContain(`Full report: ${pageUrl}`);
  expect(plainText([long])).toEqual(isPlain);
});

test('the restaurants can still be tapped', () => {
  const messages = choicesOf('en', ['A', 'B', 'C']);
  const [flex] = messages;
  expect(buttonsOf(plainForm(messages)).map(({ data }) => data)).toEqual(
    buttonsOf(flex?.quickReply).map(({ data }) => data),
  );
});

test('a text loses its buttons: they are all that can be wrong with it', () => {
  const items = [{ type: 'action' as const, action: { type: 'message' as const, label: 'help', text: 'help' } }];
  expect(plainForm([{ type: 'text', text: 'Hello', quickReply: { items } }])).toEqual([
    { type: 'text', text: 'Hello' },
  ]);
});

test('the same messages give the same text', () => {
  const messages = reportMessages({ reports: [report()], language: 'ja', pageUrl });
  expect(plainForm(messages)).toEqual(plainForm(structuredClone(messages)));
});
