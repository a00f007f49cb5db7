/** A joiner between letters or emoji that need it; beside ASCII it only hides what stands there. */
const joiner = /(?<![\p{ASCII}]|^)[\u200C\u200D](?![\p{ASCII}]|$)/u.source;
/** The tag letters of a flag, as in 🏴󠁧󠁢󠁥󠁮󠁧󠁿; elsewhere they spell what nobody sees. */
const flag = /(?<=\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0020}-\u{E007F}]/u.source;
const invisible = new RegExp(
  String.raw`(?!${joiner}|${flag})\p{Cf}|[\p{Cs}\p{Co}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFFA0]`,
  'gu',
);

/**
 * Takes out what nobody sees and what breaks the layout: control characters, line ends, turns of direction, zero-width
 * and private characters, halves of characters, and piles of combining marks. What emoji and scripts need stays.
 */
export function withoutInvisible(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(invisible, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1');
}
