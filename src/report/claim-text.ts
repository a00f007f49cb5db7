const urlCharacters = String.raw`[\w\-.~:/?#\[\]@!$&'()*+,;=%]`;
const topLevelDomains = 'com|net|org|info|io|app|dev|site|shop|xyz|top|link|click|tw|jp|cn|hk|kr|ly|gl';

/** Longer than any claim that is kept; bounds the work on what a model may write without end. */
const maxReadUtf16 = 2000;

/** What goes from a model's sentence. None makes it longer. */
const replacements: readonly [pattern: RegExp, replacement: string][] = [
  [/\p{Cc}|[\u2028\u2029]/gu, ' '],
  [/\p{Cs}/gu, ''],
  // Invisible characters and those that turn the direction of text go; the joiners of emoji and scripts stay.
  [/(?!\u200C|\u200D|[\u{E0020}-\u{E007F}])\p{Cf}/gu, ''],
  [/<(script|style)\b[^>]*>.*?<\/\1\s*>/gi, ' '],
  [/<!--.*?-->|<\/?[a-z][^>]*>/gi, ' '],
  [/!?\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1'],
  [/^\s*(?:#{1,6}\s+|>\s*|[-*•]\s+|\d+\.\s+)/, ''],
  [/\*\*|~~|`+/g, ''],
  [/\b__(.+?)__\b/g, '$1'],
  [/\*([^*]+)\*/g, '$1'],
  [new RegExp(`[a-z][a-z0-9+.-]*://${urlCharacters}*`, 'gi'), ''],
  [new RegExp(`\\b(?:www\\.|(?:javascript|data|mailto|tel|line):(?=\\S))${urlCharacters}+`, 'gi'), ''],
  [new RegExp(`\\b(?:[a-z0-9-]+\\.)+(?:${topLevelDomains})\\b(?:/${urlCharacters}*)?`, 'gi'), ''],
  // Source numbers are set by us, beside the text.
  [/[[［【]\s*\d+(?:\s*[,，、]\s*\d+)*\s*[\]］】]/g, ''],
  [/\(\s*\)|（\s*）|\[\s*\]|「\s*」/g, ''],
  [/\s+([,.;:!?，。；：！？、）)])/g, '$1'],
  [/\s+/g, ' '],
];

/**
 * A model's sentence as plain text of one line: links, addresses, markup, source numbers and invisible characters go,
 * because links come from grounding metadata only. Empty when nothing readable stays.
 */
export function plainClaimText(text: string): string {
  const plain = withoutMarkup(text.slice(0, maxReadUtf16)).trim();
  return /[\p{L}\p{N}]/u.test(plain) ? plain : '';
}

/** Repeats until nothing more goes, since taking one thing out can join what stood around it into another. */
function withoutMarkup(text: string): string {
  const rest = replacements.reduce((left, [pattern, by]) => left.replace(pattern, by), text);
  return rest === text ? rest : withoutMarkup(rest);
}

/** What texts that say the same in other punctuation, width or case have in common. */
export function sameWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
