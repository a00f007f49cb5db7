import * as fc from 'fast-check';
import { shortenDistinct } from '../../../src/line/limits.ts';
import { againMessages } from '../../../src/line/messages/again.ts';
import type { Message } from '../../../src/line/messages/message.ts';
import { reportMessages } from '../../../src/report/flex.ts';
import type { Report } from '../../../src/report/report.ts';
import { createMessageValidator } from '../../../src/simulator/line/validation/messages.ts';
import { button, choicesOf, everyMessage, languages } from '../line-samples.ts';
import { anyReport } from '../report-samples.ts';
import { nastyName, nastyText } from './arbitraries.ts';

const strict = createMessageValidator('strict');
const documented = createMessageValidator('documented');

/** What LINE would say to a push of these messages; a lone surrogate would not even survive the way there. */
function refusalOf(messages: Message[]): unknown {
  const body: unknown = JSON.parse(Buffer.from(JSON.stringify({ messages })).toString('utf8'));
  for (const validate of [strict, documented]) {
    const verdict = validate(body, {});
    if (!verdict.ok) return verdict.answer.body;
  }
  return /\\ud[89a-f]/i.test(JSON.stringify(messages)) ? 'a lone surrogate' : undefined;
}

const anyNames = fc.array(nastyName, { minLength: 1, maxLength: 10 });
const anyLanguage = fc.constantFrom(...languages);

test('whatever restaurants are called, LINE takes every message about them', () => {
  fc.assert(
    fc.property(anyLanguage, anyNames, (language, names) => {
      for (const { what, messages } of everyMessage(language, names))
        expect([what, refusalOf(messages)]).toEqual([what, undefined]);
    }),
    { numRuns: 15 },
  );
});

test('whatever reports say about restaurants of whatever name, LINE takes them, also when they are shown again', () => {
  const claim = fc.record({
    text: nastyText().map((text) => `${text}.`),
    sources: fc.array(fc.constant(1), { minLength: 1, maxLength: 1 }),
  });
  const reports = fc.array(
    fc
      .tuple(anyReport, nastyName, claim, claim)
      .map(([report, placeName, verdict, praise]): Report => ({ ...report, placeName, verdict, praise: [praise] })),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(reports, anyLanguage, (each, language) => {
      const messages = reportMessages({ reports: each, language, pageUrl: 'https://hyoban.example/r/token' });
      expect(refusalOf(messages)).toBeUndefined();
      expect(
        refusalOf(
          againMessages({
            language,
            places: each.map(({ placeName }) => ({ name: placeName })),
            messages,
            ageMs: 1,
            target: button,
          }),
        ),
      ).toBeUndefined();
    }),
    // Reports this large would be shrunk for hours.
    { numRuns: 15, endOnFailure: true },
  );
});

const codePoints = (text: string) => Array.from(text).length;

test('long names with the same beginning stay different, in few code points and in whole characters', () => {
  const ends = fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{1,6}$/), { minLength: 2, maxLength: 6 });
  const beginning = nastyName.map((name) => name.toWellFormed().padEnd(30, '店'));
  fc.assert(
    fc.property(beginning, ends, (head, tails) => {
      const labels = shortenDistinct(
        tails.map((tail) => head + tail),
        20,
      );
      expect(new Set(labels).size).toBe(tails.length);
      for (const label of labels) {
        expect(codePoints(label)).toBeLessThanOrEqual(20);
        expect(label.isWellFormed()).toBe(true);
      }
    }),
  );
});

test('and are told apart above the keyboard', () => {
  fc.assert(
    fc.property(anyLanguage, nastyName, fc.integer({ min: 2, max: 3 }), (language, name, count) => {
      const names = Array.from({ length: count }, (_, n) => `${name}${'店'.repeat(300)}${n}`);
      const [message] = choicesOf(language, names);
      const labels = message?.quickReply?.items?.map(({ action }) => action?.label) ?? [];
      expect(labels.length).toBe(count + 2);
      expect(new Set(labels).size).toBe(labels.length);
    }),
    { numRuns: 50 },
  );
});
