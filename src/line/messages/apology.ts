import type { ApologyReason, Language } from '../../workflows/contract.ts';
import type { ButtonData } from '../button-data.ts';
import { textsFor } from '../texts/index.ts';
import { cardMessage } from './card.ts';
import type { Message } from './message.ts';
import { type NamedPlace, shownNames } from './names.ts';
import { analysisButton } from './place-buttons.ts';

/**
 * Says honestly that there will be no report, and about which places, with a button to try again.
 *
 * @param options.placeKey place key of the places together; what the button means.
 * @param options.index place of the nearby search, where it is known; else the button says `all` of `placeKey`.
 */
export function apologyMessages(options: {
  language: Language;
  reason: ApologyReason;
  places: NamedPlace[];
  nearbyEventId: string;
  placeKey: string;
  index?: ButtonData['index'];
}): Message[] {
  const { language, reason, places, nearbyEventId, placeKey, index = 'all' } = options;
  const text = textsFor(language).apology[reason](shownNames(language, places));
  const target = { nearbyEventId, index, placeKey };
  return [cardMessage(text, [analysisButton({ language, places, target }, 'analyse', 'retry')])];
}
