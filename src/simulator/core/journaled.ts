import { maxNesting, nestingOf } from './nesting.ts';

const secretHeaders = new Set(['authorization', 'x-goog-api-key']);
const journaledBodyLimitBytes = 256 * 1024;

/** Headers as the journal keeps them: without credentials. */
export function redacted(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, secretHeaders.has(k) ? '(redacted)' : v]));
}

/** A request target as the journal keeps it: without the key in its query. */
export function withoutCredentials(target: string): string {
  return target.replace(/([?&]key=)[^&]*/, '$1(redacted)');
}

/** A body as the journal keeps it: JSON as a value, other text as it is, large ones as their size. */
export function readable(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (bytes.length > journaledBodyLimitBytes) return `(${bytes.length} bytes)`;
  const text = bytes.toString('utf8');
  if (nestingOf(text) > maxNesting) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
