import { maxNesting, nestingOf } from '../../core/nesting.ts';

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A body that is no JSON; the message is the front end's. */
export class BadJson extends Error {
  constructor(problem = 'Unexpected token.') {
    super(`Invalid JSON payload received. ${problem}`);
    this.name = 'BadJson';
  }
}

/** Parses a request body; an empty one is `{}`. Throws BadJson. */
export function parseBody(bytes: Buffer): unknown {
  const text = bytes.toString('utf8').trim();
  if (text === '') return {};
  if (nestingOf(text) > maxNesting) throw new BadJson('Message too deep. Max recursion depth reached.');
  try {
    return JSON.parse(text);
  } catch {
    throw new BadJson();
  }
}

/** Like `parseBody`, and takes the single-quoted bodies of the "Batch API" page's curl samples too. */
export function parseLenientBody(bytes: Buffer): unknown {
  try {
    return parseBody(bytes);
  } catch {
    return parseBody(Buffer.from(doubleQuoted(bytes.toString('utf8'))));
  }
}

function doubleQuoted(text: string): string {
  const strings = /'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"/g;
  return text.replaceAll(strings, (whole, inner?: string) =>
    inner === undefined ? whole : JSON.stringify(inner.replaceAll(/\\(['"])/g, '$1')),
  );
}

const userData = new Set([
  'metadata',
  'userMetadata',
  'args',
  'response',
  'labels',
  'partMetadata',
  'parametersJsonSchema',
  'responseJsonSchema',
  '_responseJsonSchema',
  'default',
  'example',
]);
const namedByUser = new Set(['properties', '$defs', 'defs']);

/** A member name in camelCase. */
export function camelCase(name: string): string {
  return name.replaceAll(/(?<!^)_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/**
 * Member names in camelCase, as proto3 JSON allows both spellings, and without members that are null, which is as good as
 * unset there. What the caller chose stays as it is: names of schema properties, metadata and function arguments.
 */
export function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const camel = camelCase(name);
      if (userData.has(camel)) return [[camel, member]];
      if (member === null) return [];
      if (namedByUser.has(camel)) return [[camel, camelCasedMembers(member)]];
      return [[camel, camelCased(member)]];
    }),
  );
}

function camelCasedMembers(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, camelCased(member)]));
}

/** A time as the API writes it. */
export function timestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}
