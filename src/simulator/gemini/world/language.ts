/** Languages that the invented world speaks. */
export type Language = 'zh-TW' | 'ja' | 'en';

/** One thing said in zh-TW, ja and en. */
export type Wording = readonly [zhTw: string, ja: string, en: string];

const positions: Record<Language, 0 | 1 | 2> = { 'zh-TW': 0, ja: 1, en: 2 };

/** The wording in one language. */
export function inLanguage(wording: Wording, language: Language): string {
  return wording[positions[language]];
}

/** The language that a BCP 47 tag stands for here; undefined for no tag, English for tongues that nobody here speaks. */
export function languageOfTag(tag: string | undefined): Language | undefined {
  if (!tag) return undefined;
  if (/^zh\b/i.test(tag)) return 'zh-TW';
  return /^ja\b/i.test(tag) ? 'ja' : 'en';
}

/** The language that a text is written in, by its script: kana, else Han, else English. */
export function languageOfScript(text: string): Language {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  return /\p{Script=Han}/u.test(text) ? 'zh-TW' : 'en';
}

/** The language that a prompt asks for in a line `Language: zh-TW` or `Language: Japanese`, if it has one. */
export function languageAskedFor(prompt: string): Language | undefined {
  const asked = /^\W*language\s*[:：]\s*(.+)$/im.exec(prompt)?.[1];
  if (asked === undefined) return undefined;
  if (/chinese|中文/i.test(asked)) return 'zh-TW';
  if (/japanese|日本語|日文/i.test(asked)) return 'ja';
  if (/english|英文|英語/i.test(asked)) return 'en';
  return languageOfTag(/\b[a-z]{2,3}(?:-[a-z0-9]+)*\b/i.exec(asked)?.[0]);
}
