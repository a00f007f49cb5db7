import type { Language, Stage } from '../../workflows/contract.ts';
import { formatWait } from '../texts/format.ts';
import { textsFor } from '../texts/index.ts';
import type { Message } from './message.ts';
import { type NamedPlace, shownNames } from './names.ts';
import { nothingRunningMessages } from './notices.ts';
import { commandItem } from './quick-reply.ts';
import { textMessage } from './text.ts';

const shownRuns = 10;

/** What runs in a chat, one line each, the first ten; then the reports that LINE did not take, with their pages. */
export function statusMessages(options: {
  language: Language;
  running: { places: NamedPlace[]; stage: Stage; waitedMs: number }[];
  undelivered?: { places: NamedPlace[]; pageUrl: string }[];
}): Message[] {
  const { language, running, undelivered = [] } = options;
  const links = undelivered.map(({ places, pageUrl }) =>
    textMessage(textsFor(language).undelivered({ names: shownNames(language, places), pageUrl })),
  );
  if (running.length === 0) return links.length > 0 ? links : nothingRunningMessages({ language });
  const texts = textsFor(language);
  const lines = running.slice(0, shownRuns).map(({ places, stage, waitedMs }) =>
    texts.statusLine({
      names: shownNames(language, places),
      stage: texts.stages[stage],
      waited: formatWait(language, waitedMs),
    }),
  );
  const more = running.length > shownRuns ? [texts.statusMore(running.length - shownRuns)] : [];
  const text = [texts.statusHeader(running.length), ...lines, ...more].join('\n');
  return [...links, textMessage(text, [commandItem(language, 'status'), commandItem(language, 'cancel')])];
}
