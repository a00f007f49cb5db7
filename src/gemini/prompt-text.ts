import { plainStatement } from '../report/claim-text.ts';
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

/** Marks that nobody sees (direction, tags, soft hyphens), but not the two joiners that emoji and some scripts need. */
const invisible = /(?![\u200c\u200d])\p{Cf}/gu;

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

/**
 * The statements as they stand in a prompt, each on one line with the numbers of its sources first: `[1, 3] sentence`.
 * They are plain text, so that nothing in them reads as a source number or hides a link; those that say nothing else are
 * left out.
 */
export function statementLines(statements: readonly GroundedStatement[]): string[] {
  return statements.flatMap(({ text, sources }) => {
    const plain = plainStatement(text);
    return plain === '' ? [] : [`[${sources.join(', ')}] ${plain}`];
  });
}
