import type { Cursor } from './cursor.ts';
import type { JsonNode } from './node.ts';

/** Where a text stands: it decides what may follow the quote that ends it. */
export type TextPlace = 'member' | 'item';

const closingQuotes: Record<string, string> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”“"',
  '”': '”"',
  '„': '”“"',
  '＂': '＂',
  '‘': "’‘'",
  '’': "’'",
};

/** Quotes that models use. */
export const openingQuote = /["'`“”„＂‘’]/y;

/** A name in quotes and its colon: where one stands inside a text, the text has lost its end. */
export const quotedName = /["“”＂]\w{1,40}["“”＂]\s{0,40}[:：]/y;

const comma = /[,，;]/y;
const follower: Record<TextPlace, RegExp> = {
  member: /\}|[,，;]|\/[/*]|\]\s{0,200}(?:[,}\]]|$)/y,
  item: /\]|[,，;]|\/[/*]|\}\s{0,200}(?:[,}\]]|$)/y,
};
const afterComma: Record<TextPlace, RegExp> = {
  member: /["'`“”„＂‘’}\]{,]|\w{1,40}["”]?\s{0,40}[:：=]|\/[/*]/y,
  item: /["'`“”„＂‘’}\]{[,\-\d]|(?:true|false|null|None)\b|\/[/*]|\.{3}/y,
};

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
const plainRun = /[^\\"'`“”„＂‘’]+/y;
const hexEscape = /\\u[0-9a-fA-F]{4}/y;

/**
 * Reads a text from its opening quote. A quote ends it only where what follows fits; others belong to the text, because
 * models forget to escape them. Line breaks may stand in it. Broken when its end is missing: half a sentence is none.
 */
export function readText(cursor: Cursor, place: TextPlace): JsonNode {
  const closing = closingQuotes[cursor.peek()] ?? '"';
  step(cursor);
  let value = '';
  while (!cursor.isAtEnd()) {
    const next = cursor.peek();
    if (next === '\\') value += readEscape(cursor);
    else if (closing.includes(next) && canEnd(cursor, place)) {
      step(cursor);
      return { kind: 'text', value };
    } else if (cursor.sees(quotedName)) return { kind: 'broken' };
    else value += cursor.take(plainRun) || step(cursor);
  }
  return { kind: 'broken' };
}

function step(cursor: Cursor): string {
  const character = cursor.peek();
  cursor.moveTo(cursor.position() + character.length);
  return character;
}

function readEscape(cursor: Cursor): string {
  const hex = cursor.take(hexEscape);
  if (hex !== '') return String.fromCharCode(Number.parseInt(hex.slice(2), 16));
  step(cursor);
  const letter = step(cursor);
  return escapes[letter] ?? letter;
}

/** Whether the quote at this position may be the end of the text. */
function canEnd(cursor: Cursor, place: TextPlace): boolean {
  const next = cursor.afterSpace(cursor.position() + 1);
  if (cursor.isAtEnd(next)) return true;
  if (!cursor.sees(follower[place], next)) return cursor.sees(quotedName, next);
  if (!cursor.sees(comma, next)) return true;
  const afterwards = cursor.afterSpace(next + 1);
  return cursor.isAtEnd(afterwards) || cursor.sees(afterComma[place], afterwards);
}
