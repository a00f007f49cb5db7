import type { GroundedStatement } from '../report/report.ts';
import type { Language } from '../workflows/contract.ts';

/** Room for thoughts and answer; ends an answer that would never stop, at a known price. */
export const maxOutputTokens = 16_384;

const languageNames: Record<Language, string> = {
  'zh-TW': 'Traditional Chinese as written in Taiwan',
  ja: 'Japanese',
  en: 'English',
};

/** The lines that say in which language to write. */
export const languageLines = (language: Language) => [`Language: ${language}`, `Write in ${languageNames[language]}.`];

/** Line ends and other controls: C0, C1, NEL, LINE and PARAGRAPH SEPARATOR. */
const controls = /[\p{Cc}\u2028\u2029]+/gu;
/** Marks that nobody sees (direction, tags, soft hyphens), but not the two joiners that emoji and some scripts need. */
const invisible = /(?![\u200c\u200d])\p{Cf}/gu;
/** What would read as source numbers. */
const citation = /\[\s*\d+(?:\s*,\s*\d+)*\s*\]/g;
const spaces = /\s+/g;

/** A name or a typed text as a JSON string on one line: nothing in it can end the quotation or turn the writing round. */
export function quoted(text: string): string {
  return JSON.stringify(text)
    .replace(/[\u007f-\u009f\u2028\u2029]/g, escaped)
    .replace(invisible, escaped);
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}

/** A text of others on one line, without marks that nobody sees and without what would read as our source numbers. */
export function oneLine(text: string): string {
  return text.replace(controls, ' ').replace(invisible, '').replace(citation, ' ').replace(spaces, ' ').trim();
}

/** A statement on one line, the numbers of its sources first: `[1, 3] sentence`. */
export function statementLine({ text, sources }: GroundedStatement): string {
  return `[${sources.join(', ')}] ${oneLine(text)}`;
}
