import { withoutCitationMarks, withoutDanglingSource } from './plain-text/citation-marks.ts';
import { withoutEntities } from './plain-text/entities.ts';
import { withoutInvisible } from './plain-text/invisible.ts';
import { withoutLinks } from './plain-text/links.ts';
import { withoutMarkup } from './plain-text/markup.ts';

/** Longer than any text that is kept; bounds the work on what a model may write without end. */
const maxReadUtf16 = 2000;
/** More than anything honest needs; a text that still changes is built to outlast this. */
const maxRounds = 20;

/**
 * A model's sentence as plain text of one line: links, addresses, markup, citation marks and invisible characters go,
 * because links and source numbers come from grounding metadata only. Empty when nothing readable stays.
 */
export function plainClaimText(text: string): string {
  return settled(text, (each) => withoutGaps(plainOnce(each)));
}

/** The same for a sentence that only a model will read: the gaps that are left stay. */
export function plainStatement(text: string): string {
  return settled(text, plainOnce);
}

/** Repeats until nothing more goes, since taking one thing out can join what stood around it into another. */
function settled(text: string, once: (text: string) => string): string {
  let plain = text.slice(0, maxReadUtf16);
  for (let round = 0; round < maxRounds; round += 1) {
    const rest = once(plain);
    if (rest === plain) return /[\p{L}\p{N}]/u.test(plain) ? plain : '';
    plain = rest;
  }
  return '';
}

function plainOnce(text: string): string {
  // Marks of private characters go before those characters do, elements that cite before their tags do.
  const unmarked = withoutCitationMarks(withoutEntities(text));
  const unlinked = withoutLinks(withoutMarkup(withoutInvisible(unmarked)));
  return withoutDanglingSource(unlinked).replace(/\s+/g, ' ').trim();
}

/** Tidies up around what was taken out. */
function withoutGaps(text: string): string {
  return text
    .replace(/\([\s,，、;；]*\)|（[\s,，、;；]*）|\[[\s,，、;；]*\]|［[\s,，、;；]*］|「\s*」|【\s*】/g, '')
    .replace(/[(（](?:see|cf\.?|[參参]?[見见])\s*[)）]/gi, '')
    .replace(/\s+([,.;:!?，。；：！？、）)])/g, '$1')
    .trim();
}

/** What texts that say the same in other punctuation, width or case have in common. */
export function sameWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
