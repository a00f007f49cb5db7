/** What of HTML and Markdown goes from a text of one line. None makes it longer. */
const replacements: readonly [pattern: RegExp, replacement: string][] = [
  [/<(script|style)\b[^>]*>.*?<\/\1\s*>/gi, ' '],
  [/<!--.*?(?:-->|$)|<\/?[a-z][^<>]*>/gi, ' '],
  [/!?\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1'],
  [/^\s*(?:#{1,6}\s+|>\s*|[-*•]\s+|\d+\.\s+)/, ''],
  [/\*\*|~~|`+/g, ''],
  [/\b__(.+?)__\b/g, '$1'],
  [/\*([^*]+)\*/g, '$1'],
];

/** Takes out HTML and Markdown; the words in them and the words of a link stay. */
export function withoutMarkup(text: string): string {
  return replacements.reduce((left, [pattern, by]) => left.replace(pattern, by), text);
}
