import type { Language } from '../../workflows/contract.ts';
import { textsFor } from '../texts/index.ts';
import type { Message } from './message.ts';
import { type NamedPlace, shownNames } from './names.ts';
import { textMessage } from './text.ts';

/** The person would rather not wait, and this was taken. */
export function answeringNowMessages({ language, places }: { language: Language; places: NamedPlace[] }): Message[] {
  return [textMessage(textsFor(language).answeringNow(shownNames(language, places)))];
}
