import type { Language } from '../../workflows/contract.ts';
import type { ReportTexts } from './catalogue.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { zhTW } from './zh-TW.ts';

const catalogues: Record<Language, ReportTexts> = { 'zh-TW': zhTW, ja, en };

/** What the report bubble and the report page say in a language. */
export function reportTexts(language: Language): ReportTexts {
  return catalogues[language];
}
