import { type Cursor, cursorOf } from './cursor.ts';
import type { JsonMember, JsonNode } from './node.ts';
import { openingQuote, quotedName, readText, type TextPlace } from './read-text.ts';

/** A report has about five levels; what lies deeper is passed over without recursion. */
const maxDepth = 24;

const separators = /[\s,，;]+/y;
const colon = /\s*(?:[:：]|=>?)/y;
const name =
  /(["'“”＂`])((?:[^"'“”＂`\\\n]|\\.|(?!\1)["'“”＂`]){0,500}?)(?:\1|[”"])(?=\s{0,200}[:：=[{])|[\p{L}_$][\p{L}\p{N}_$-]{0,60}(?=\s{0,200}[:：=])/uy;
const bareWord = /[^\s,，;:：{}[\]"“”]+/y;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const nothing = /^(?:true|false|null|None|nil|undefined|NaN|True|False)$/;

/**
 * Reads every list and object of a text as JSON, tolerantly: prose around them, Markdown fences, comments, missing and
 * extra commas, brackets that are missing or wrong, other quotes, line breaks and quotes inside texts, and an end that is
 * missing. Nothing is made up: a value that did not come whole is `broken`. Takes linear time and never throws.
 */
export function readNodes(text: string): JsonNode[] {
  const cursor = cursorOf(text);
  const nodes: JsonNode[] = [];
  for (; !cursor.isAtEnd(); cursor.take(/[^{["“”＂]+/y)) {
    if (cursor.sees(/[{[]/y)) nodes.push(readValue(cursor, 'item', ''));
    // An object whose first bracket is missing.
    else if (cursor.sees(quotedName)) nodes.push(readObject(cursor, '}'));
    else cursor.take(/[^]/y);
  }
  return nodes;
}

/** @param open brackets that will close what is open, the innermost last. */
function readValue(cursor: Cursor, place: TextPlace, open: string): JsonNode {
  const next = cursor.peek();
  if (next === '{' || next === '[') {
    if (open.length >= maxDepth) return passOver(cursor);
    cursor.take(/[{[]/y);
    return next === '{' ? readObject(cursor, `${open}}`) : readList(cursor, `${open}]`);
  }
  return cursor.sees(openingQuote) ? readText(cursor, place) : readWord(cursor);
}

function readWord(cursor: Cursor): JsonNode {
  const word = cursor.take(bareWord) || cursor.take(/[^]/y);
  // A number at the end of the text may have lost digits.
  if (cursor.isAtEnd()) return { kind: 'broken' };
  if (number.test(word)) return { kind: 'number', value: Number(word) };
  return { kind: nothing.test(word) ? 'nothing' : 'broken' };
}

function readList(cursor: Cursor, open: string): JsonNode {
  const items: JsonNode[] = [];
  for (;;) {
    skipSeparators(cursor);
    if (cursor.isAtEnd()) return { kind: 'list', items, isCut: true };
    if (closes(cursor, open) || lacksEnd(cursor, items, open)) return { kind: 'list', items, isCut: false };
    if (cursor.take(/[}\]]/y) === '' && cursor.take(/\.{3}|…/y) === '') items.push(readValue(cursor, 'item', open));
  }
}

/**
 * Whether a list ends without its bracket: a member of the object around it begins, or after the numbers of a claim the
 * next claim.
 */
function lacksEnd(cursor: Cursor, items: readonly JsonNode[], open: string): boolean {
  const isInClaim = open.endsWith('}]}]') && items.some(({ kind }) => kind === 'number');
  return open.includes('}') && (cursor.sees(quotedName) || (cursor.peek() === '{' && isInClaim));
}

function readObject(cursor: Cursor, open: string): JsonNode {
  const members: JsonMember[] = [];
  for (;;) {
    skipSeparators(cursor);
    if (cursor.isAtEnd()) return { kind: 'object', members, isCut: true };
    // The bracket that ends this object is missing when the next object of the list around it begins.
    if (closes(cursor, open) || (open.includes(']') && cursor.peek() === '{'))
      return { kind: 'object', members, isCut: false };
    const member = readMember(cursor, open);
    if (member) members.push(member);
  }
}

function readMember(cursor: Cursor, open: string): JsonMember | undefined {
  const quoted = cursor.take(name);
  if (quoted === '') {
    if (cursor.sees(/[{[]/y)) passOver(cursor);
    else cursor.take(/[^]/y);
    return undefined;
  }
  cursor.take(colon);
  cursor.skipSpace();
  if (cursor.isAtEnd() || cursor.sees(/[,，}\]]/y)) return undefined;
  return { name: unquoted(quoted), value: readValue(cursor, 'member', open) };
}

/** Whether the list or object ends here. A bracket that closes something around it is left to that. */
function closes(cursor: Cursor, open: string): boolean {
  const bracket = cursor.peek();
  if (bracket !== '}' && bracket !== ']') return false;
  if (open.endsWith(bracket)) cursor.take(/[}\]]/y);
  return open.includes(bracket);
}

function skipSeparators(cursor: Cursor): void {
  do cursor.skipSpace();
  while (cursor.take(separators) !== '');
}

function unquoted(text: string): string {
  const inner = /^["'“”＂`]/.test(text) ? text.slice(1, -1) : text;
  return inner.includes('\\') ? textOf(inner) : inner;
}

function textOf(escaped: string): string {
  const node = readText(cursorOf(`"${escaped}"`), 'member');
  return node.kind === 'text' ? node.value : escaped;
}

const outsideTexts = /[^{}[\]"]+|"(?:[^"\\]|\\.)*"?/y;

/** Passes over brackets that are nested too deeply, without recursion. */
function passOver(cursor: Cursor): JsonNode {
  let depth = 0;
  do {
    const bracket = cursor.take(/[{}[\]]/y);
    if (bracket === '{' || bracket === '[') depth += 1;
    else if (bracket !== '') depth -= 1;
    else cursor.take(outsideTexts);
  } while (depth > 0 && !cursor.isAtEnd());
  return { kind: 'broken' };
}
