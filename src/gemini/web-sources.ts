import type { Source } from '../report/report.ts';
import { pageKey } from './pages.ts';
import type { GroundingMetadata } from './response.ts';

/**
 * The web pages among the chunks, numbered from 1 in Google's order, and the number of each chunk index that belongs to
 * one: several chunks of one page are one source, under the link and the title that come first.
 */
export function webSources({ groundingChunks }: GroundingMetadata): {
  sources: Source[];
  numberOf: Map<number, number>;
} {
  const pages = new Map<string, { number: number; uri: string; title: string }>();
  const numberOf = new Map<number, number>();
  for (const [index, { web }] of groundingChunks.entries()) {
    if (!web?.uri || !/^https?:\/\//i.test(web.uri)) continue;
    const { uri, title = '' } = web;
    const key = pageKey({ uri, title });
    const page = pages.get(key) ?? { number: pages.size + 1, uri, title: '' };
    page.title ||= title.trim();
    pages.set(key, page);
    numberOf.set(index, page.number);
  }
  const sources = Array.from(pages.values(), ({ number, uri, title }) => ({
    number,
    uri,
    title: title || URL.parse(uri)?.hostname || uri,
  }));
  return { sources, numberOf };
}
