import type { Answer, Call } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import { errorAnswer } from '../errors.ts';

/** Which page of a list of user ids a caller wants. */
type PageRequest = { sizeDefault: number; sizeMax: number; start: string | null; limit: string | null };

/** A page of ids, and the continuation token of the next. */
type Page = { ids: string[]; next?: string };

/**
 * Answers with a page of user ids, as verified accounts may have them: 403 for others, 400 for a continuation token
 * that is none. A token is the place in the list; unlike on LINE it never expires.
 */
export function userIdsAnswer(
  context: LineContext,
  userIds: readonly string[],
  request: PageRequest,
  body: (page: Page) => Record<string, unknown>,
): Answer {
  if (context.settings.account === 'unverified') {
    return errorAnswer(403, 'Access to this API is not available for your account');
  }
  const from = request.start === null ? 0 : placeOf(request.start);
  if (from === undefined || from > userIds.length) return errorAnswer(400, 'Invalid start param');
  const size = request.limit === null ? request.sizeDefault : Number(request.limit);
  if (!Number.isInteger(size) || size < 1 || size > request.sizeMax) return errorAnswer(400, 'Invalid limit param');
  const next = from + size < userIds.length ? { next: tokenOf(from + size) } : {};
  return { status: 200, body: body({ ids: userIds.slice(from, from + size), ...next }) };
}

/** The page that a call asks for with `start` and `limit`. */
export function pageOf({ query }: Call, sizeDefault: number, sizeMax: number): PageRequest {
  return { sizeDefault, sizeMax, start: query.get('start'), limit: query.get('limit') };
}

function tokenOf(place: number): string {
  return Buffer.from(`next:${place}`).toString('base64url');
}

function placeOf(token: string): number | undefined {
  const place = /^next:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return place === undefined ? undefined : Number(place);
}
