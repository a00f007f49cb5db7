import { isRecord } from '../wire/json.ts';
import type { BatchItem } from './batch.ts';

/** Tokens that the requests of a job put into the queue, about four bytes of text each. */
export function enqueuedTokensOf(items: readonly BatchItem[]): number {
  return items.reduce((sum, item) => sum + Math.ceil(textBytesIn(item.request) / 4), 0);
}

function textBytesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, inner: unknown) => sum + textBytesIn(inner), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => {
    return sum + (name === 'text' && typeof inner === 'string' ? Buffer.byteLength(inner) : textBytesIn(inner));
  }, 0);
}
