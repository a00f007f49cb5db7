import { inLanguage, type Language } from './language.ts';
import type { Opinion } from './opinion.ts';
import { foodOpinions } from './opinions-food.ts';
import { placeOpinions } from './opinions-place.ts';
import { visitOpinions } from './opinions-visit.ts';

/** Everything that is ever said about a restaurant here. */
export const opinions: readonly Opinion[] = [...foodOpinions, ...visitOpinions, ...placeOpinions];

const languages: readonly Language[] = ['zh-TW', 'ja', 'en'];

const bare = (text: string) =>
  text
    .trim()
    .replace(/[\s。.．!！]+$/u, '')
    .replaceAll(/\s+/g, ' ');

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const withoutDish = new Map<string, Opinion>();
const withDish: { pattern: RegExp; opinion: Opinion }[] = [];

for (const opinion of opinions) {
  for (const language of languages) {
    const text = bare(inLanguage(opinion.wording, language));
    if (!text.includes('{dish}')) withoutDish.set(text, opinion);
    else
      withDish.push({ opinion, pattern: new RegExp(`^${text.split('{dish}').map(escaped).join('(.{1,40}?)')}$`, 'u') });
  }
}

/** The opinion that a sentence states, if it is one of the bank, and the dish that it speaks of. */
export function recognise(sentence: string): { opinion: Opinion; dish: string | undefined } | undefined {
  const text = bare(sentence);
  const plain = withoutDish.get(text);
  if (plain) return { opinion: plain, dish: undefined };
  for (const { pattern, opinion } of withDish) {
    const match = pattern.exec(text);
    if (match) return { opinion, dish: match[1] };
  }
  return undefined;
}
