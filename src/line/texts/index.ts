import type { Language } from '../../workflows/contract.ts';
import type { Texts } from './catalogue.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { zhTW } from './zh-TW.ts';

const catalogues: Record<Language, Texts> = { 'zh-TW': zhTW, ja, en };

/** Everything the bot says in a language. */
export function textsFor(language: Language): Texts {
  return catalogues[language];
}

/**
 * The language to speak with a person.
 *
 * @param profileLanguage BCP 47 tag of the LINE profile ("Get profile"); undefined until the person has consented.
 * @param fallback spoken when the profile says nothing.
 */
export function languageFrom(profileLanguage: string | undefined, fallback: Language): Language {
  const [primary] = (profileLanguage ?? '').trim().toLowerCase().split(/[-_]/);
  switch (primary) {
    case '':
    case undefined:
      return fallback;
    case 'zh':
      return 'zh-TW';
    case 'ja':
      return 'ja';
    default:
      return 'en';
  }
}
