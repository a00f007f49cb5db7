import type { Answer, Call, Route } from '../core/server.ts';
import { googleError, keyInvalid, keyMissing } from './wire/errors.ts';
import { BadJson } from './wire/json.ts';

/** Names of routes that answer without a key: an upload URL is its own credential, and public keys are public. */
const open = new Set(['uploadBytes', 'jwks']);

/** Asks for the key on every route but the open ones, and turns unreadable bodies into a 400. */
export function guarded(routes: readonly Route[], apiKey: string): Route[] {
  return routes.map((route) => ({
    ...route,
    async handle(call) {
      const refused = open.has(route.name) ? undefined : keyProblem(call, apiKey);
      if (refused) return refused;
      try {
        return await route.handle(call);
      } catch (error) {
        if (error instanceof BadJson) return googleError('INVALID_ARGUMENT', error.message);
        throw error;
      }
    },
  }));
}

function keyProblem(call: Call, apiKey: string): Answer | undefined {
  const given = call.headers['x-goog-api-key'] ?? call.query.get('key');
  if (!given) return keyMissing;
  return given === apiKey ? undefined : keyInvalid;
}

/** 404 for a path that the API does not have; it stays in the journal as unmatched. */
export function notFound(call: Call): Answer {
  return googleError('NOT_FOUND', `The requested URL ${call.path} was not found on this server.`);
}
