import type { messagingApi } from '@line/bot-sdk';
import type { Language, Place } from '../../workflows/contract.ts';
import { cleanName, shortenLabel } from '../limits.ts';
import { textsFor } from '../texts/index.ts';
import { flexButton } from './card.ts';
import { mapsLink } from './maps-link.ts';
import { shownName } from './names.ts';
import type { PostbackButton } from './quick-reply.ts';

/** Code points of "known for" that all places of one bubble share, so that ten of them stay under its 30 KB. */
const knownForCodePoints = 360;

/**
 * One place of the choices: name, what it is known for and, directly after it, its source with title, link and the text
 * "Google Maps" as "Grounding with Google Maps" (Gemini API) asks: not translated, in one line, regular weight, #5E5E5E.
 */
export function placeBox(options: {
  language: Language;
  place: Place;
  button: PostbackButton;
  /** How many places stand in the same bubble. */
  among: number;
}): messagingApi.FlexBox {
  const { language, place, button, among } = options;
  const link = mapsLink(place);
  const name = shownName(place.name);
  return {
    type: 'box',
    layout: 'vertical',
    margin: 'lg',
    spacing: 'sm',
    contents: [
      { type: 'separator' },
      { type: 'text', text: name, weight: 'bold', wrap: true, margin: 'lg' },
      ...knownFor(place, among),
      source(name, link),
      {
        type: 'box',
        layout: 'horizontal',
        spacing: 'sm',
        contents: [{ ...flexButton(button, 'primary'), flex: 2 }, mapButton(language, link)],
      },
    ],
  };
}

function knownFor(place: Place, among: number): messagingApi.FlexText[] {
  if (place.knownFor.trim() === '') return [];
  const text = shortenLabel(cleanName(place.knownFor), Math.floor(knownForCodePoints / among));
  return [{ type: 'text', text, size: 'sm', color: '#555555', wrap: true }];
}

function source(title: string, link: string): messagingApi.FlexBox {
  return {
    type: 'box',
    layout: 'horizontal',
    spacing: 'md',
    action: { type: 'uri', uri: link },
    contents: [
      { type: 'text', text: title, size: 'sm', color: '#5E5E5E', decoration: 'underline', flex: 1 },
      { type: 'text', text: 'Google Maps', size: 'sm', weight: 'regular', color: '#5E5E5E', flex: 0 },
    ],
  };
}

function mapButton(language: Language, link: string): messagingApi.FlexButton {
  const action = { type: 'uri', label: textsFor(language).labels.map, uri: link } as const;
  return { type: 'button', style: 'secondary', height: 'sm', flex: 1, action };
}
