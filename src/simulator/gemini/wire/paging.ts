import type { Call } from '../../core/server.ts';

/** One page and the token of the next, which is left out (never empty) on the last page. */
export type Page<T> = { items: T[]; nextPageToken?: string };

/** A list call whose page size or token makes no sense; the message is what the caller gets. */
export class BadPage extends Error {
  override readonly name = 'BadPage';
}

/** How large pages are: unless asked for, and at most. */
export type PageSizes = { usual: number; most: number };

/**
 * The page that a list call asks for, newest first; a token stays right while new items come in.
 *
 * @throws BadPage
 */
export function pageOf<T extends { seq: number }>(items: readonly T[], call: Call, sizes: PageSizes): Page<T> {
  const size = pageSize(call, sizes);
  const beforeSeq = beforeSeqOf(call.query.get('pageToken') ?? call.query.get('page_token'));
  const rest = items.filter((item) => item.seq < beforeSeq).toSorted((a, b) => b.seq - a.seq);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  if (!last || rest.length <= size) return { items: page };
  return { items: page, nextPageToken: Buffer.from(`before ${last.seq}`).toString('base64url') };
}

function pageSize(call: Call, { usual, most }: PageSizes): number {
  const asked = call.query.get('pageSize') ?? call.query.get('page_size');
  if (asked === null || asked === '') return usual;
  if (!/^-?\d+$/.test(asked)) throw new BadPage(`Invalid value at 'page_size' (TYPE_INT32), "${asked}"`);
  const size = Number(asked);
  if (size < 0) throw new BadPage('page_size must not be negative.');
  return size === 0 ? usual : Math.min(size, most);
}

function beforeSeqOf(token: string | null): number {
  if (!token) return Infinity;
  const [, seq] = /^before (\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (seq === undefined) throw new BadPage('Invalid page token.');
  return Number(seq);
}
