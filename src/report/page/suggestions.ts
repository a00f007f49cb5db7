import { type Html, html, trusted } from './html.ts';
import { styleHash } from './style.ts';

// Google's box is outlined by a shadow of one pixel, which the edge of the frame would cut off.
const frameStyle = 'body{margin:1px}';

/**
 * Google's Search Suggestions, unmodified as "Grounding with Google Search" asks, in a frame that runs no script and has
 * an origin of its own.
 *
 * `allow-popups-to-escape-sandbox`: without it the opened search page would be sandboxed too, and Google's pages, which
 * set a Cross-Origin-Opener-Policy, refuse to load in a sandbox.
 */
export function suggestionsFrame(suggestionsHtml: string, title: string): Html {
  const page = html`<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<base target="_blank"><style>${trusted(frameStyle)}</style>${trusted(suggestionsHtml)}`;
  return html`<iframe class="suggestions" title="${title}"
sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${page.markup}"></iframe>`;
}

/**
 * Parts of a Content-Security-Policy that let the Search Suggestions keep their look.
 *
 * A `srcdoc` document has the policy of the page around it, and neither its own `meta` nor the `csp` attribute can
 * loosen that. So the page's policy names the hashes of Google's style elements; it allows style attributes only when
 * Google's HTML has some, because text cannot bring any into a page in which everything is escaped.
 */
export function suggestionsPolicy(suggestionsHtml: string[]): {
  styleHashes: string[];
  allowsStyleAttributes: boolean;
} {
  const styles = suggestionsHtml.flatMap((each) =>
    Array.from(each.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi), ([, style = '']) => style),
  );
  return {
    styleHashes: suggestionsHtml.length > 0 ? [...new Set([frameStyle, ...styles].map(styleHash))] : [],
    allowsStyleAttributes: suggestionsHtml.some((each) => /<[a-z][^>]*\sstyle\s*=/i.test(each)),
  };
}
