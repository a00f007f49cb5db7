import type { Call } from '../core/server.ts';

/** The API key of a call: header, or `?key=`. */
export function keyOf(call: Call): string | undefined {
  return call.headers['x-goog-api-key'] ?? call.query.get('key') ?? undefined;
}

/** Whether a key is the simulator's own, or that of one of its further projects. */
export function isKnownKey(key: string, apiKey: string): boolean {
  return key === apiKey || key.startsWith(`${apiKey}:`);
}

/**
 * The project of a call, whose files, jobs, webhooks and limits are its own: what follows a colon in the key, and the
 * empty text for the plain key.
 */
export function projectOf(call: Call): string {
  const key = keyOf(call) ?? '';
  const colon = key.indexOf(':');
  return colon === -1 ? '' : key.slice(colon + 1);
}
