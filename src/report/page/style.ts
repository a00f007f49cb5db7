import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The style sheet of the pages, put into each page: one request, nothing to cache. */
export const pageStyle = ['./base.css', './page.css']
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('\n')
  .replaceAll(/\/\*[\s\S]*?\*\//g, '')
  .replaceAll(/\s+/g, ' ')
  .trim();

/** Source expression that allows exactly one inline style ("Content Security Policy Level 3", hash-source). */
export function styleHash(style: string): string {
  // The HTML parser turns line breaks into LF before the browser computes its hash.
  const parsed = style.replaceAll(/\r\n?/g, '\n');
  return `'sha256-${createHash('sha256').update(parsed).digest('base64')}'`;
}
