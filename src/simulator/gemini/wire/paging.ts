import type { Call } from '../../core/server.ts';

/** One page and the token of the next, which is left out (never empty) on the last page. */
export type Page<T> = { items: T[]; nextPageToken?: string };

/** The page that a list call asks for, newest first; a token stays right while new items come in. */
export function pageOf<T extends { seq: number }>(items: readonly T[], call: Call, defaultSize: number): Page<T> {
  const asked = Number(call.query.get('pageSize') ?? call.query.get('page_size') ?? defaultSize);
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, 1000) : defaultSize;
  const token = call.query.get('pageToken') ?? call.query.get('page_token');
  const beforeSeq = token ? Number(Buffer.from(token, 'base64url').toString()) : Infinity;
  const rest = items.filter((item) => item.seq < beforeSeq).toSorted((a, b) => b.seq - a.seq);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  if (!last || rest.length <= size) return { items: page };
  return { items: page, nextPageToken: Buffer.from(String(last.seq)).toString('base64url') };
}
