import type { Language } from '../../workflows/contract.ts';
import { textsFor } from '../texts/index.ts';
import type { Message } from './message.ts';
import { commandItem, locationItem } from './quick-reply.ts';
import { textMessage } from './text.ts';

/** How to use the bot and what can be typed; the typed words stand as buttons too. */
export function helpMessages({ language }: { language: Language }): Message[] {
  return [
    textMessage(textsFor(language).help, [
      locationItem(language, 'shareLocation'),
      commandItem(language, 'status'),
      commandItem(language, 'cancel'),
    ]),
  ];
}
