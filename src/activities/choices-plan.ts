import { choicesMessages } from '../line/messages/choices.ts';
import type { Message } from '../line/messages/message.ts';
import { dayQuotaMessages, nothingFoundMessages, searchFailedMessages } from '../line/messages/notices.ts';
import type { ChoicesAnswer } from '../workflows/contract.ts';
import type { Names } from './dependencies.ts';

/** The messages of a nearby search's answer. */
export function choicesPlan(names: Names, answer: ChoicesAnswer): Message[] {
  const { language, nearbyEventId, places } = answer;
  switch (answer.outcome) {
    case 'nothing-found':
      return nothingFoundMessages({ language });
    case 'day-quota':
      return dayQuotaMessages({ language });
    case 'search-failed':
      return searchFailedMessages({ language, retryAfterMs: answer.retryAfterMs });
    case 'choices':
      return choicesMessages({
        language,
        nearbyEventId,
        places: places.map((place) => ({ ...place, placeKey: names.placeKey(place.placeId) })),
        allKey: names.placesKey(places.map((place) => place.placeId)),
      });
  }
}
