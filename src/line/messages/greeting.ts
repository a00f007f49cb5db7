import type { Language } from '../../workflows/contract.ts';
import { textsFor } from '../texts/index.ts';
import type { Message } from './message.ts';
import { commandItem, locationItem } from './quick-reply.ts';
import { textMessage } from './text.ts';

/** Says what the bot does, to somebody who has just added it. */
export function greetingMessages({ language }: { language: Language }): Message[] {
  return [
    textMessage(textsFor(language).greeting, [locationItem(language, 'shareLocation'), commandItem(language, 'help')]),
  ];
}

/** Says to a group or room that has just invited the bot that it does not work there. */
export function groupsOffMessages({ language }: { language: Language }): Message[] {
  return [textMessage(textsFor(language).groupsOff)];
}

/** Says briefly what the bot does, to a group or room that has just invited it. */
export function groupGreetingMessages({ language }: { language: Language }): Message[] {
  return [textMessage(textsFor(language).groupGreeting)];
}
