import type { Answer, Call, Route } from '../core/server.ts';
import { isKnownKey, keyOf } from './project.ts';
import { badRequest, googleError, keyInvalid, keyMissing, tooLarge } from './wire/errors.ts';
import { BadJson } from './wire/json.ts';
import { BadPage } from './wire/paging.ts';

/** Names of routes that answer without a key: an upload URL is its own credential, and public keys are public. */
const open = new Set(['uploadBytes', 'jwks']);

/** Names of routes whose bodies hold the bytes of files, which have a limit of their own. */
const carryFiles = new Set(['uploadBytes', 'uploadAtOnce']);

/** Asks for the key on every route but the open ones, and turns what is too large or cannot be read into a 400. */
export function guarded(routes: readonly Route[], apiKey: string, maxRequestBytes: number): Route[] {
  return routes.map((route) => ({
    ...route,
    async handle(call) {
      const refused = open.has(route.name) ? undefined : keyProblem(call, apiKey);
      if (refused) return refused;
      if (!carryFiles.has(route.name) && call.rawBody.length > maxRequestBytes) return tooLarge(maxRequestBytes);
      try {
        return await route.handle(call);
      } catch (error) {
        if (error instanceof BadJson) return badRequest([{ description: error.message }]);
        if (error instanceof BadPage) return googleError('INVALID_ARGUMENT', error.message);
        throw error;
      }
    },
  }));
}

function keyProblem(call: Call, apiKey: string): Answer | undefined {
  const key = keyOf(call);
  if (!key) return keyMissing;
  return isKnownKey(key, apiKey) ? undefined : keyInvalid;
}

/** 404 for a path that the API does not have; it stays in the journal as unmatched. */
export function notFound(call: Call): Answer {
  const { path } = call;
  const [, uploadPath] = /^\/v1(?:beta|alpha)?(\/upload\/v1(?:beta|alpha)?\/files)$/.exec(path) ?? [];
  const hint = uploadPath ? ` Uploads begin at ${uploadPath}, without another version before it.` : '';
  return googleError('NOT_FOUND', `The requested URL ${path} was not found on this server.${hint}`);
}
