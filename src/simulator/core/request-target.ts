/** Where a request goes: the path as routes match it, percent-encoding kept, and the query. */
export type Target = { path: string; query: URLSearchParams };

const maxTargetLength = 32 * 1024;
const absoluteForm = /^https?:\/\/[^/?#]*/i;
const badEscape = /%(?![0-9a-f]{2})/i;

/**
 * Reads a request target as the vendors' front ends do: repeated slashes count as one (older Go SDKs of Gemini send
 * `//v1beta/…`), an encoded colon is a colon, dot segments are resolved, and the absolute form of a proxied request is taken.
 *
 * @returns the status of the refusal for a target that is too long (414) or is no path (400).
 */
export function readTarget(target: string): Target | 400 | 414 {
  if (target.length > maxTargetLength) return 414;
  const rest = target.replace(absoluteForm, '');
  const [, rawPath = '', rawQuery = ''] = /^([^?#]*)\??([^#]*)/.exec(rest) ?? [];
  const path = rawPath === '' ? '/' : rawPath.replaceAll(/\/{2,}/g, '/');
  if (!path.startsWith('/') || badEscape.test(path)) return 400;
  const { pathname } = new URL(`http://simulator${path.replaceAll(/%3a/gi, ':')}`);
  return { path: pathname, query: new URLSearchParams(rawQuery) };
}
