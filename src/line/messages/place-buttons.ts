import type { Language } from '../../workflows/contract.ts';
import type { ButtonData } from '../button-data.ts';
import type { Label, Texts } from '../texts/catalogue.ts';
import { textsFor } from '../texts/index.ts';
import { type NamedPlace, shownNames } from './names.ts';
import { type PostbackButton, postbackButton } from './quick-reply.ts';

/** Which analysis a button is about. */
export type ButtonTarget = Omit<ButtonData, 'action'>;

/** A button about one analysis. The person is seen to say the names of its places, or the label where they are unknown. */
export function analysisButton(
  p: { language: Language; places: NamedPlace[]; target: ButtonTarget },
  action: keyof Texts['said'],
  label: Label,
): PostbackButton {
  const texts = textsFor(p.language);
  const names = shownNames(p.language, p.places);
  const said = names ? texts.said[action](names) : texts.labels[label];
  return postbackButton(texts.labels[label], { ...p.target, action }, said);
}
