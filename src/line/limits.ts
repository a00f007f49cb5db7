import { toUSVString } from 'node:util';

/**
 * Limits of message objects, from the Messaging API reference ("Message objects", "Action objects", "Flex Message").
 * Lengths are UTF-16 code units unless the name says otherwise ("Character counting in a text").
 */
export const lineLimits = {
  messagesPerSend: 5,
  text: 5000,
  /** LINE takes 1500; longer than this is cut off in notifications anyway. */
  altText: 400,
  quickReplyItems: 13,
  quickReplyLabelCodePoints: 20,
  flexLabelCodePoints: 40,
  displayTextCodePoints: 300,
  postbackData: 300,
  uri: 1000,
  bubbleBytes: 30_000,
  carouselBytes: 50_000,
  carouselBubbles: 12,
} as const;

const ellipsis = '…';
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Shortens a label to `maxCodePoints` code points, cut only between graphemes.
 *
 * LINE documents labels as counted in graphemes, its API was seen to count code points; this satisfies both.
 */
export function shortenLabel(text: string, maxCodePoints: number): string {
  return shorten(text, maxCodePoints, codePoints);
}

/** Shortens a text to `maxUnits` UTF-16 code units, cut only between graphemes; lone surrogates are replaced. */
export function shortenUtf16(text: string, maxUnits: number): string {
  return shorten(text, maxUnits, (part) => part.length);
}

/**
 * Shortens names to `maxCodePoints` each so that no two come out alike: names with the same beginning are cut in the
 * middle, names that still look alike are numbered.
 */
export function shortenDistinct(names: string[], maxCodePoints: number): string[] {
  const plain = names.map((name) => shortenLabel(name, maxCodePoints));
  const used = new Set<string>();
  return names.map((name, i) => {
    const rivals = names.filter((other, j) => other !== name && plain[j] === plain[i]);
    const cut = rivals.length > 0 ? cutInTheMiddle(name, rivals, maxCodePoints) : shortenLabel(name, maxCodePoints);
    const label = used.has(cut) ? numbered(cut, used, maxCodePoints) : cut;
    used.add(label);
    return label;
  });
}

/** Size of a value as JSON in bytes of UTF-8, the unit of the limits of Flex containers. */
export function utf8SizeBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/**
 * A name fit for one line of a message: control characters and line breaks become a space, characters that are
 * invisible or turn the direction of the text around them go. Never empty.
 */
export function cleanName(name: string): string {
  const clean = toUSVString(name)
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(invisible, '')
    .replace(/\s+/g, ' ')
    .trim();
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(clean) ? clean : '?';
}

/** Format characters but the joiners and tags that emoji and some scripts are made of; Hangul and Braille blanks. */
const invisible = /(?!\u200C|\u200D|[\u{E0020}-\u{E007F}])\p{Cf}|[\u115F\u1160\u3164\uFFA0\u2800]/gu;

function shorten(text: string, max: number, sizeOf: (text: string) => number): string {
  const whole = toUSVString(text);
  if (sizeOf(whole) <= max) return whole;
  if (max < 1) return '';
  return takeGraphemes(whole, max - 1, sizeOf).trimEnd() + ellipsis;
}

function takeGraphemes(text: string, max: number, sizeOf: (text: string) => number): string {
  let kept = '';
  let size = 0;
  for (const { segment } of segmenter.segment(text)) {
    size += sizeOf(segment);
    if (size > max) break;
    kept += segment;
  }
  return kept;
}

function cutInTheMiddle(name: string, rivals: string[], max: number): string {
  const parts = graphemes(name);
  const shared = Math.max(...rivals.map((rival) => sharedBeginning(parts, graphemes(rival))));
  const tailMax = Math.max(1, Math.floor((max - 1) * 0.6));
  const tail = shortenLabel(parts.slice(shared).join(''), tailMax);
  if (tail === '') return shortenLabel(name, max);
  const head = takeGraphemes(toUSVString(name), max - 1 - codePoints(tail), codePoints);
  return `${head.trimEnd()}${ellipsis}${tail}`;
}

function sharedBeginning(a: string[], b: string[]): number {
  const differs = a.findIndex((part, i) => part !== b[i]);
  return differs < 0 ? a.length : differs;
}

function numbered(label: string, used: ReadonlySet<string>, max: number): string {
  for (let n = 2; ; n++) {
    const suffix = ` (${n})`;
    const candidate = shortenLabel(label, max - suffix.length) + suffix;
    if (!used.has(candidate)) return candidate;
  }
}

const graphemes = (text: string) => Array.from(segmenter.segment(toUSVString(text)), ({ segment }) => segment);
const codePoints = (text: string) => Array.from(text).length;
