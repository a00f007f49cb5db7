import type { ButtonData } from '../../src/line/button-data.ts';
import { againMessages } from '../../src/line/messages/again.ts';
import { answeringNowMessages } from '../../src/line/messages/answering-now.ts';
import { apologyMessages } from '../../src/line/messages/apology.ts';
import { askLocationMessages } from '../../src/line/messages/ask-location.ts';
import { choicesMessages } from '../../src/line/messages/choices.ts';
import { greetingMessages, groupGreetingMessages, groupsOffMessages } from '../../src/line/messages/greeting.ts';
import { helpMessages } from '../../src/line/messages/help.ts';
import type { Message } from '../../src/line/messages/message.ts';
import { missingMessages } from '../../src/line/messages/missing.ts';
import * as notices from '../../src/line/messages/notices.ts';
import { statusMessages } from '../../src/line/messages/status.ts';
import { stillRunningMessages } from '../../src/line/messages/still-running.ts';
import { temporalAwayMessages } from '../../src/line/messages/temporal-away.ts';
import { workingMessages } from '../../src/line/messages/working.ts';
import type { ApologyReason, Language, Stage } from '../../src/workflows/contract.ts';
import { present } from '../support/person.ts';

export const languages: Language[] = ['zh-TW', 'ja', 'en'];

const family = '👨‍👩‍👧‍👦';

/** Names as they have been seen on maps, and worse. */
export const nastyNames = [
  '鼎泰豐 信義店',
  'a'.repeat(300),
  '超級無敵好吃的手工牛肉麵專賣店兼小籠包旗艦總店'.repeat(4),
  family.repeat(40),
  `Joe's "Best" \\ Café | Bar & <Grill>`,
  'two\nlines\r\nand\ta tab\u0000',
  '\u202Eright to left\u202C \u200Fmark',
  'مطعم الشام الكبير '.repeat(8),
  '  ',
  '\u200B\u2060',
  'half \ud83d of a pair',
  `Z${'\u0301'.repeat(200)}algo`,
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿 The English 🍜',
  '{braces} $dollar **bold**',
  '한국식당 강남점',
];

export const button: Omit<ButtonData, 'action'> = {
  nearbyEventId: '9'.repeat(40),
  index: 'all',
  placeKey: 'k'.repeat(64),
  runPrefix: '0123abcd',
};

const reasons: ApologyReason[] = ['NoReviews', 'ModelRefused', 'GeminiUnavailable', 'BatchFailed', 'StoppedByOperator'];
const stages: Stage[] = [
  'collecting',
  'submitting',
  'queued',
  'waiting',
  'answering-now',
  'delivering',
  'delivered',
  'apologised',
  'cancelled',
];

export function placesNamed(names: string[]) {
  return names.map((name, i) => ({
    name,
    placeId: `ChIJ${'x'.repeat(23)}${i}`,
    mapsUri: `https://maps.google.com/?cid=${'9'.repeat(270)}`,
    knownFor: name.repeat(20),
    placeKey: 'k'.repeat(64),
  }));
}

export function choicesOf(language: Language, names: string[]): Message[] {
  const { nearbyEventId, placeKey: allKey } = button;
  return choicesMessages({ language, nearbyEventId, places: placesNamed(names), allKey });
}

/** Every message that the bot can say in a language, about places of these names. */
export function everyMessage(language: Language, names: string[]): { what: string; messages: Message[] }[] {
  const places = names.map((name) => ({ name }));
  const { nearbyEventId, placeKey } = button;
  const about = { language, places };
  const stored = choicesOf(language, names.slice(0, 3));
  const running = stages.map((stage, i) => ({ places, stage, waitedMs: i * 3_000_000 }));
  return [
    { what: 'choices', messages: choicesOf(language, names) },
    { what: 'choices of one', messages: choicesOf(language, names.slice(0, 1)) },
    { what: 'choices of three', messages: choicesOf(language, names.slice(0, 3)) },
    { what: 'greeting', messages: greetingMessages({ language }) },
    { what: 'groups are off', messages: groupsOffMessages({ language }) },
    { what: 'group greeting', messages: groupGreetingMessages({ language }) },
    { what: 'help', messages: helpMessages({ language }) },
    { what: 'ask for a location', messages: askLocationMessages({ language }) },
    { what: 'working', messages: workingMessages({ ...about, target: button }) },
    { what: 'working, typically', messages: workingMessages({ ...about, target: button, typicalMs: 400_000 }) },
    ...stages.map((stage, i) => ({
      what: `still running, ${stage}`,
      messages: stillRunningMessages({ ...about, stage, waitedMs: i * 1_000_000, target: button }),
    })),
    { what: 'again', messages: againMessages({ ...about, messages: stored, ageMs: 7_300_000, target: button }) },
    ...reasons.map((reason) => ({
      what: `apology, ${reason}`,
      messages: apologyMessages({ ...about, reason, nearbyEventId, placeKey }),
    })),
    {
      what: 'places that are missing',
      messages: missingMessages({
        language,
        missing: about.places
          .slice(0, 3)
          .map((place, i) => ({ place, reason: present(reasons[i % 2]), target: { ...button, index: i } })),
      }),
    },
    { what: 'search failed, wait', messages: notices.searchFailedMessages({ language, retryAfterMs: 86_400_000 }) },
    { what: 'nothing found', messages: notices.nothingFoundMessages({ language }) },
    { what: 'search failed', messages: notices.searchFailedMessages({ language }) },
    { what: 'cancelled', messages: notices.cancelledMessages(about) },
    { what: 'too late', messages: notices.tooLateToCancelMessages({ language }) },
    { what: 'answering now', messages: answeringNowMessages(about) },
    { what: 'nothing running', messages: notices.nothingRunningMessages({ language }) },
    { what: 'status', messages: statusMessages({ language, running }) },
    { what: 'long status', messages: statusMessages({ language, running: [...running, ...running] }) },
    {
      what: 'status with reports that LINE did not take',
      messages: statusMessages({
        language,
        running,
        undelivered: [1, 2, 3].map(() => ({ places, pageUrl: `https://bot.example/r/${'t'.repeat(300)}` })),
      }),
    },
    { what: 'no status', messages: statusMessages({ language, running: [] }) },
    ...(['too-old', 'other-chat', 'unknown'] as const).map((why) => ({
      what: `dead button, ${why}`,
      messages: notices.deadButtonMessages({ language, why }),
    })),
    { what: 'welcome', messages: notices.youreWelcomeMessages({ language }) },
    { what: 'other message', messages: notices.otherMessageMessages({ language }) },
    { what: 'forgetting', messages: notices.forgettingMessages({ language }) },
    { what: 'day quota', messages: notices.dayQuotaMessages({ language }) },
    { what: 'budget spent', messages: notices.budgetSpentMessages({ language }) },
    { what: 'daily limit', messages: notices.dailyLimitMessages({ language, perDay: 1000 }) },
    { what: 'Temporal away', messages: temporalAwayMessages({ language }) },
    {
      what: 'Temporal away after a tap',
      messages: temporalAwayMessages({ language, button: { ...button, action: 'again' } }),
    },
  ];
}
