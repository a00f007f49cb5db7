import type { ApologyReason, Language, Place } from '../../workflows/contract.ts';
import { textsFor } from '../texts/index.ts';
import { cardMessage } from './card.ts';
import type { Message } from './message.ts';
import { shownName, shownNames } from './names.ts';
import type { ButtonTarget } from './place-buttons.ts';
import { postbackButton } from './quick-reply.ts';

/** A place that an answer about several lacks, and the button that asks for it alone. */
export type ShownMissing = { place: Pick<Place, 'name'>; reason: ApologyReason; target: ButtonTarget };

/** Says which places an answer lacks and why, with a button for each; no message when it lacks none. */
export function missingMessages({ language, missing }: { language: Language; missing: ShownMissing[] }): Message[] {
  if (missing.length === 0) return [];
  const texts = textsFor(language);
  const reasons = [...new Set(missing.map(({ reason }) => reason))];
  const sentences = reasons.map((reason) =>
    texts.apology[reason](
      shownNames(
        language,
        missing.filter((place) => place.reason === reason).map(({ place }) => place),
      ),
    ),
  );
  const buttons = missing.map(({ place, target }) => {
    const label = `${texts.labels.retry}: ${shownName(place.name)}`;
    return postbackButton(
      label,
      { ...target, action: 'analyse' },
      texts.said.analyse(texts.quote(shownName(place.name))),
    );
  });
  return [cardMessage(sentences.join('\n'), buttons)];
}
