import type { messagingApi } from '@line/bot-sdk';
import type { Language, Place } from '../../workflows/contract.ts';
import { cleanName, lineLimits, shortenDistinct, shortenUtf16 } from '../limits.ts';
import { textsFor } from '../texts/index.ts';
import { flexButton } from './card.ts';
import type { Message } from './message.ts';
import { shownName, shownNames } from './names.ts';
import { nothingFoundMessages } from './notices.ts';
import { placeBox } from './place-box.ts';
import { locationItem, type PostbackButton, postbackButton, postbackItem, withQuickReplies } from './quick-reply.ts';

const maxPlaces = 10;

/**
 * The places of a nearby search to choose from: one bubble with a button for each place and one for all, and the same
 * buttons above the keyboard. The Flex buttons stay; those above the keyboard go with the next message.
 *
 * @param allKey place key of all places together.
 */
export function choicesMessages(options: {
  language: Language;
  nearbyEventId: string;
  places: (Place & { placeKey: string })[];
  allKey: string;
}): Message[] {
  const { language, nearbyEventId } = options;
  const places = options.places.slice(0, maxPlaces);
  if (places.length === 0) return nothingFoundMessages({ language });
  const texts = textsFor(language);
  const buttons = places.map(({ name, placeKey }, index) =>
    postbackButton(
      texts.labels.analyse,
      { action: 'analyse', nearbyEventId, index, placeKey },
      texts.said.analyse(texts.quote(shownName(name))),
    ),
  );
  const all =
    places.length > 1
      ? postbackButton(
          texts.labels.analyseAll,
          { action: 'analyse', nearbyEventId, index: 'all', placeKey: options.allKey },
          texts.saidAnalyseAll,
        )
      : undefined;
  const header = texts.choicesHeader(places.length);
  const message: Message = {
    type: 'flex',
    altText: shortenUtf16(`${header} ${shownNames(language, places)}`, lineLimits.altText),
    contents: bubble({ language, header, places, buttons, all }),
  };
  return [withQuickReplies(message, [...quickReplies(places, buttons, all), locationItem(language, 'otherLocation')])];
}

function bubble(p: {
  language: Language;
  header: string;
  places: Place[];
  buttons: PostbackButton[];
  all: PostbackButton | undefined;
}): messagingApi.FlexBubble {
  const boxes = p.places.flatMap((place, i) => {
    const button = p.buttons[i];
    return button ? [placeBox({ language: p.language, place, button, among: p.places.length })] : [];
  });
  return {
    type: 'bubble',
    size: 'mega',
    body: {
      type: 'box',
      layout: 'vertical',
      contents: [
        { type: 'text', text: p.header, weight: 'bold', size: 'lg', wrap: true },
        {
          type: 'text',
          text: textsFor(p.language).choicesHint,
          size: 'sm',
          color: '#666666',
          wrap: true,
          margin: 'sm',
        },
        ...boxes,
      ],
    },
    ...(p.all && { footer: { type: 'box', layout: 'vertical', contents: [flexButton(p.all)] } }),
  };
}

function quickReplies(
  places: Place[],
  buttons: PostbackButton[],
  all: PostbackButton | undefined,
): messagingApi.QuickReplyItem[] {
  const names = places.map(({ name }) => cleanName(name));
  const labels = shortenDistinct(names, lineLimits.quickReplyLabelCodePoints);
  const items = buttons.map((button, i) => postbackItem({ ...button, label: labels[i] ?? button.label }));
  return all ? [...items, postbackItem(all)] : items;
}
