import type { Language } from '../../workflows/contract.ts';
import type { DeadButton } from '../texts/catalogue.ts';
import { formatDuration } from '../texts/format.ts';
import { textsFor } from '../texts/index.ts';
import type { Message } from './message.ts';
import { type NamedPlace, shownNames } from './names.ts';
import { locationItem } from './quick-reply.ts';
import { textMessage } from './text.ts';

const minuteMs = 60_000;

type In = { language: Language };

/** A nearby search that found no restaurant. */
export const nothingFoundMessages = ({ language }: In): Message[] =>
  withLocation(language, textsFor(language).nothingFound, 'otherLocation');

/** A nearby search that failed; `retryAfterMs`: Google asks to wait so long. */
export const searchFailedMessages = ({ language, retryAfterMs }: In & { retryAfterMs?: number }): Message[] => {
  const { searchFailed, searchFailedWait } = textsFor(language);
  if (retryAfterMs === undefined) return withLocation(language, searchFailed);
  const wholeMinutesMs = Math.ceil(retryAfterMs / minuteMs) * minuteMs;
  return withLocation(language, searchFailedWait(formatDuration(language, wholeMinutesMs)));
};

/** The person's cancel was taken. */
export const cancelledMessages = ({ language, places }: In & { places: NamedPlace[] }): Message[] =>
  withLocation(language, textsFor(language).cancelled(shownNames(language, places)), 'otherLocation');

/** The person's cancel came when the answer was already being sent. */
export const tooLateToCancelMessages = ({ language }: In): Message[] => [
  textMessage(textsFor(language).tooLateToCancel),
];

/** "status" or "cancel" when nothing runs in this chat. */
export const nothingRunningMessages = ({ language }: In): Message[] =>
  withLocation(language, textsFor(language).nothingRunning);

/** A tapped button that leads nowhere. */
export const deadButtonMessages = ({ language, why }: In & { why: DeadButton }): Message[] =>
  withLocation(language, textsFor(language).deadButton[why]);

/** A sticker, a picture, a voice message or something newer. */
export const otherMessageMessages = ({ language }: In): Message[] =>
  withLocation(language, textsFor(language).otherMessage);

/** The person has said thank you. */
export const youreWelcomeMessages = ({ language }: In): Message[] =>
  withLocation(language, textsFor(language).youreWelcome, 'otherLocation');

/** "Forget me" was taken. */
export const forgettingMessages = ({ language }: In): Message[] => [textMessage(textsFor(language).forgetting)];

/** Google answers no more today. */
export const dayQuotaMessages = ({ language }: In): Message[] => [textMessage(textsFor(language).dayQuota)];

/** All of today's money is spent. */
export const budgetSpentMessages = ({ language }: In): Message[] => [textMessage(textsFor(language).budgetSpent)];

/** The person has had the reports of today. */
export const dailyLimitMessages = ({ language, perDay }: In & { perDay: number }): Message[] => [
  textMessage(textsFor(language).dailyLimit(perDay)),
];

function withLocation(
  language: Language,
  text: string,
  label: 'shareLocation' | 'otherLocation' = 'shareLocation',
): Message[] {
  return [textMessage(text, [locationItem(language, label)])];
}
