import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The style sheet of the pages, put into each page: one request, nothing to cache. */
export const pageStyle = readFileSync(new URL('./page.css', import.meta.url), 'utf8')
  .replaceAll(/\/\*[\s\S]*?\*\//g, '')
  .replaceAll(/\s+/g, ' ')
  .trim();

/** Source expression that allows exactly one inline style ("Content Security Policy Level 3", hash-source). */
export function styleHash(style: string): string {
  // The HTML parser turns line breaks into LF before the browser computes its hash.
  const parsed = style.replaceAll(/\r\n?/g, '\n');
  return `'sha256-${createHash('sha256').update(parsed).digest('base64')}'`;
}
