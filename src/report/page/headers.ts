import type { Report } from '../report.ts';
import { pageStyle, styleHash } from './style.ts';
import { suggestionsPolicy } from './suggestions.ts';

/**
 * Headers of a page: of the page of these reports, or without any of a notice.
 *
 * The policy lets nothing load and nothing run; it depends on the reports because each brings the styles of its own
 * Search Suggestions. The address is a secret, so it is neither sent on as referrer, nor stored, nor indexed, nor is the
 * page given to other origins.
 */
export function reportPageHeaders(reports: Report[] = []): Record<string, string> {
  const { styleHashes, allowsStyleAttributes } = suggestionsPolicy(
    reports.flatMap((report) => report.searchSuggestionsHtml ?? []),
  );
  const policy = [
    "default-src 'none'",
    `style-src ${[styleHash(pageStyle), ...styleHashes].join(' ')}`,
    ...(allowsStyleAttributes ? ["style-src-attr 'unsafe-inline'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex',
  };
}
