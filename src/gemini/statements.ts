import type { GroundedReviews, GroundedStatement } from '../report/report.ts';
import { type GenerateContentResponse, type GroundingMetadata, groundingOf, partsOf } from './response.ts';
import { webSources } from './web-sources.ts';

/**
 * What a Search-grounded answer says and on what it rests ("Grounding with Google Search"): its supported segments with
 * the numbers of their sources. Sentences without a source are left out. Every web page is a source, in Google's order,
 * cited or not, so that its number does not depend on what was cited; its chunks are one source.
 */
export function groundedReviews(response: GenerateContentResponse): GroundedReviews {
  const grounding = groundingOf(response);
  if (!grounding) return { statements: [], sources: [] };
  const { sources, numberOf } = webSources(grounding);
  return {
    statements: statementsOf(grounding, partsOf(response), numberOf),
    sources,
    searchSuggestionsHtml: grounding.searchEntryPoint?.renderedContent,
  };
}

/** The supported segments in the order of the text; of equal ones the sources are put together. */
function statementsOf(
  { groundingSupports }: GroundingMetadata,
  parts: { text: string }[],
  numberOf: Map<number, number>,
): GroundedStatement[] {
  const bytes = parts.map((part) => Buffer.from(part.text));
  const found = new Map<string, Set<number>>();
  const ordered = groundingSupports.flatMap(({ segment, groundingChunkIndices }) =>
    segment ? [{ segment, groundingChunkIndices }] : [],
  );
  ordered.sort((a, b) => a.segment.partIndex - b.segment.partIndex || a.segment.startIndex - b.segment.startIndex);
  for (const { segment, groundingChunkIndices } of ordered) {
    const numbers = groundingChunkIndices.flatMap((index) => numberOf.get(index) ?? []);
    const text = withoutMarkup(segment.text || slice(bytes[segment.partIndex], segment.startIndex, segment.endIndex));
    if (text === '' || numbers.length === 0) continue;
    const known = found.get(text) ?? new Set();
    for (const number of numbers) known.add(number);
    found.set(text, known);
  }
  return [...found].map(([text, numbers]) => ({ text, sources: [...numbers].toSorted((a, b) => a - b) }));
}

/**
 * Offsets count UTF-8 bytes, the end left out. Offsets that cut a character in two, lie outside the text or have no end
 * give nothing: half a sentence with a source is worse than none.
 */
function slice(bytes: Buffer | undefined, startIndex: number, endIndex: number | undefined): string {
  if (!bytes || endIndex === undefined || endIndex > bytes.length || startIndex >= endIndex) return '';
  if (isInsideCharacter(bytes[startIndex]) || isInsideCharacter(bytes[endIndex])) return '';
  return bytes.toString('utf8', startIndex, endIndex);
}

/** Continuation bytes of UTF-8 are 10xxxxxx. */
const isInsideCharacter = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/** A segment may begin with a list or heading mark and hold bold text; none of it says anything. */
function withoutMarkup(text: string): string {
  return text
    .trim()
    .replace(/^(?:[*+•-]\s+|#{1,6}\s+|\d+[.)]\s+)+/, '')
    .replaceAll('**', '')
    .trim();
}
