import type { Language } from '../../workflows/contract.ts';
import { formatDuration } from '../texts/format.ts';
import { textsFor } from '../texts/index.ts';
import type { Message } from './message.ts';
import { type NamedPlace, shownNames } from './names.ts';
import { analysisButton, type ButtonTarget } from './place-buttons.ts';
import { postbackItem } from './quick-reply.ts';
import { textMessage } from './text.ts';

/** Says at once that the work has begun, with [status] and [cancel] for the run of `target`. */
export function workingMessages(options: {
  language: Language;
  places: NamedPlace[];
  target: ButtonTarget;
  /** How long the last ones took; undefined when nobody knows. */
  typicalMs?: number;
}): Message[] {
  const { language, places, typicalMs } = options;
  const typically = typicalMs === undefined ? undefined : formatDuration(language, typicalMs);
  const text = textsFor(language).working(shownNames(language, places), typically);
  const status = analysisButton(options, 'status', 'status');
  const cancel = analysisButton(options, 'cancel', 'cancel');
  return [textMessage(text, [status, cancel].map(postbackItem))];
}
