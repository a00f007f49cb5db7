import type { Language, Stage } from '../../workflows/contract.ts';
import { formatWait } from '../texts/format.ts';
import { textsFor } from '../texts/index.ts';
import { cardMessage } from './card.ts';
import type { Message } from './message.ts';
import { type NamedPlace, shownNames } from './names.ts';
import { analysisButton, type ButtonTarget } from './place-buttons.ts';
import type { PostbackButton } from './quick-reply.ts';

type StillRunning = {
  language: Language;
  places: NamedPlace[];
  stage: Stage;
  waitedMs: number;
  target: ButtonTarget;
};

/** Says where an analysis stands and for how long, with what can still be done about it. */
export function stillRunningMessages(options: StillRunning): Message[] {
  const { language, places, stage, waitedMs } = options;
  const texts = textsFor(language);
  const state = texts.stillRunning({
    names: shownNames(language, places),
    stage: texts.stages[stage],
    waited: formatWait(language, waitedMs),
  });
  const buttons = buttonsFor(options);
  return [cardMessage(buttons.length > 1 ? `${state}\n\n${texts.hurryHint}` : state, buttons)];
}

function buttonsFor(options: StillRunning): PostbackButton[] {
  const cancel = analysisButton(options, 'cancel', 'cancel');
  switch (options.stage) {
    case 'answering-now':
      return [cancel];
    case 'delivering':
    case 'held':
    case 'delivered':
    case 'apologised':
    case 'cancelled':
      return [];
    case 'collecting':
    case 'submitting':
    case 'queued':
    case 'waiting':
      return [analysisButton(options, 'now', 'now'), cancel];
  }
}
