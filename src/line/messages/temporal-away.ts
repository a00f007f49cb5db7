import type { Language } from '../../workflows/contract.ts';
import type { ButtonData } from '../button-data.ts';
import type { Label } from '../texts/catalogue.ts';
import { textsFor } from '../texts/index.ts';
import { cardMessage } from './card.ts';
import type { Message } from './message.ts';
import { locationItem, postbackButton } from './quick-reply.ts';
import { textMessage } from './text.ts';

const labels: Record<ButtonData['action'], Label> = {
  analyse: 'retry',
  again: 'again',
  status: 'status',
  now: 'now',
  cancel: 'cancel',
};

/** Nothing could be stored: asks the person to come again in a minute, with the button that was tapped, if one was. */
export function temporalAwayMessages({ language, button }: { language: Language; button?: ButtonData }): Message[] {
  const texts = textsFor(language);
  if (!button) return [textMessage(texts.temporalAway, [locationItem(language, 'shareLocation')])];
  const label = texts.labels[labels[button.action]];
  return [cardMessage(texts.temporalAway, [postbackButton(label, button, label)])];
}
