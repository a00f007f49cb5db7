import type { Language } from '../../workflows/contract.ts';
import { textsFor } from '../texts/index.ts';
import type { Message } from './message.ts';
import { locationItem } from './quick-reply.ts';
import { textMessage } from './text.ts';

/** Asks for a location; the words alone are enough for LINE on PC, which shows no quick replies. */
export function askLocationMessages({ language }: { language: Language }): Message[] {
  return [textMessage(textsFor(language).askLocation, [locationItem(language, 'shareLocation')])];
}
